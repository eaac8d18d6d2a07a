using SchemaEvolve.Changes;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Tests.Journal;

/// <summary>Steps to write down, of migrations that add a column and drop another.</summary>
internal static class Steps
{
    public static Actor Ada { get; } = new("ada", "app-1", 4711, "1.2.3");

    public static StepEntry Added { get; } = new(Phase.Expand, 0, "print-of-add", "Add column email to customers", StepState.Done);

    public static StepEntry Dropped { get; } = new(Phase.Contract, 1, "print-of-drop", "Drop column phone from customers", StepState.Done);

    public static StepEntry Left(StepEntry entry) => entry with { State = StepState.Pending };

    /// <summary>The record of a step that adds a column, and leaves the other to be dropped.</summary>
    public static StepRecord Expand(long id = 1) => Record(id, Phase.Expand, MigrationState.Migrated, [Added], [Left(Dropped)]);

    /// <summary>The record of a step that drops the column in the end.</summary>
    public static StepRecord Contract(long id = 1) => Record(id, Phase.Contract, MigrationState.Contracted, [Dropped], []);

    public static StepRecord Record(long id, Phase phase, MigrationState reaches, StepEntry[] completes, StepEntry[] leaves)
    {
        var migration = new RecordedMigration(id, $"Migration{id}", [new AddColumn("customers", Column.Text("email"))])
        {
            Scope = "crm",
            Owner = "crm-team",
            Reason = "Somebody has to write to them",
        };
        var step = new StatementStep(migration, phase, [new AddColumn("customers", Column.Text("email"))], [.. completes], [])
        {
            Reaches = reaches,
            Leaves = [.. leaves],
        };

        return new(step, Ada, TimeSpan.FromMilliseconds(1500), 3);
    }
}
