using SchemaEvolve.Planning;

namespace SchemaEvolve.Tests;

public class MigrationStatusTests
{
    [Test]
    public void It_reads_as_a_line_for_each_migration_and_what_else_there_is_to_know()
    {
        var status = new MigrationStatus(
            [
                new(2026_03_14_0915, "Open", MigrationState.Contracted, IsKnown: true) { Gates = [new(Gate.Soaked(TimeSpan.FromDays(1)), IsOpen: false, "Nobody asks any more.")] },
                new(2026_03_14_1030, "Rename", MigrationState.Migrated, IsKnown: true)
                {
                    LeftToContract = ["Drop column phone from customers"],
                    Gates = [new(Gate.Soaked(TimeSpan.FromDays(1)), IsOpen: true, "All rows are in step."), new(Gate.Approval(), IsOpen: false, "Nobody has approved it. Call ApproveAsync.")],
                },
                new(2026_03_15_0800, "Count", MigrationState.Expanding, IsKnown: true) { Failed = ["Add check ck_count to orders"] },
                new(2026_03_16_0800, "Later", MigrationState.Expanded, IsKnown: false),
            ])
        {
            InProgress = new(2026_03_15_0800, "Count", Phase.Expand, "Add check ck_count to orders", DateTimeOffset.UnixEpoch),
            Drift = [new("column fax of customers", "Column fax of customers is there too.")],
        };

        status.ToString().Should().Be(
            """
            2026_03_14_0915 Open: Contracted
            2026_03_14_1030 Rename: Migrated; to contract: Drop column phone from customers; waits: Nobody has approved it. Call ApproveAsync.
            2026_03_15_0800 Count: Expanding; failed: Add check ck_count to orders
            2026_03_16_0800 Later: Expanded; this release does not have it
            In progress: 2026_03_15_0800 Count, Expand: Add check ck_count to orders
            Drift: Column fax of customers is there too.
            """);
    }
}
