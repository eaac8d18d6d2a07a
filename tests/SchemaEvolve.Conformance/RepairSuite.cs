using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>What failed and was put right by hand is taken for done, if it is.</summary>
public abstract class RepairSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private static readonly RecordedMigration Open = Recorded.Migration(1, "Open", schema => schema
        .CreateTable("people", Column.Int64("id").PrimaryKey(), Column.Text("mail"))
        .Seed(["id", "mail"], key: ["id"], [1, "a@b"], [2, "a@b"]));

    [Test]
    public async Task Sql_that_failed_is_taken_for_done_when_somebody_says_so()
    {
        var fill = Recorded.Migration(2, "Fill", schema =>
        {
            schema.Sql($"UPDATE people SET mail = nobody_knows(mail)", $"");
            schema.Table("people").AddIndex("mail");
        });
        await Database.Migrator(Open).MigrateAsync();
        await FluentActions.Awaiting(() => Database.Migrator(Open, fill).MigrateAsync()).Should().ThrowAsync<MigrationFailedException>();
        await Database.ExecuteAsync("UPDATE people SET mail = 'known' WHERE id = 1");

        await Database.Migrator(Open, fill).RepairAsync(2, "ann", "filled it in");
        await Database.Migrator(Open, fill).MigrateAsync();

        (await Database.QueryAsync<string>("SELECT mail FROM people ORDER BY id")).Should().Equal("known", "a@b");
        (await Database.InspectAsync())["people"].Indexes.Should().ContainSingle();
        (await Database.Migrator(Open, fill).TimelineAsync()).Should().ContainSingle(told => told.Kind == "repaired")
            .Which.Description.Should().Be("Repaired by ann: filled it in");
        (await Database.HistoryAsync()).Find(2)!.IsComplete.Should().BeTrue();
    }

    [Test]
    public async Task What_is_declared_has_to_be_there()
    {
        var unique = Recorded.Migration(2, "Unique", schema => schema.Table("people").AddUnique("mail"));
        await Database.Migrator(Open).MigrateAsync();
        await FluentActions.Awaiting(() => Database.Migrator(Open, unique).MigrateAsync()).Should().ThrowAsync<MigrationException>();

        await FluentActions.Awaiting(() => Database.Migrator(Open, unique).RepairAsync(2, "ann")).Should().ThrowAsync<MigrationHistoryException>().WithMessage(
            "Migration 2 Unique cannot be taken for repaired. This is not done yet: Add unique constraint uq_people_mail to people (mail). Do that by hand too, or let MigrateAsync do it once nothing is in its way.");

        await Database.ExecuteAsync("UPDATE people SET mail = 'c@d' WHERE id = 2");
        (await Database.Migrator(Open, unique).MigrateAsync()).Outcome.Should().Be(MigrationOutcome.Migrated);
    }

    [Test]
    public async Task Where_nothing_has_failed_there_is_nothing_to_repair()
    {
        await Database.Migrator(Open).MigrateAsync();

        await FluentActions.Awaiting(() => Database.Migrator(Open).RepairAsync(1, "ann")).Should().ThrowAsync<MigrationHistoryException>()
            .WithMessage("No step of migration 1 Open has failed, so there is nothing to repair. It is Migrated.");
        await FluentActions.Awaiting(() => Database.Migrator(Open).RepairAsync(7, "ann")).Should().ThrowAsync<MigrationHistoryException>()
            .WithMessage("Migration 7 has not run, so there is nothing to repair. What has run: 1 Open.");
    }
}
