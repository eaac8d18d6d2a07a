using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>What an author has promised of the cost of a migration is looked at before anything is touched.</summary>
public abstract class BoundSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private static readonly RecordedMigration CreateNotes = Recorded.Migration(2026_01_01_0900, "CreateNotes", schema =>
        schema.CreateTable("notes", Column.Int64("id").PrimaryKey(), Column.Text("text").NotNull(), Column.Int32("stars")));

    [Test]
    public async Task A_table_that_would_be_written_anew_against_a_promise_is_not()
    {
        var widen = Recorded.Migration(2026_01_02_0900, "Widen", schema =>
        {
            schema.Unsafe("It is small.", now => now.Table("notes").ChangeType("stars", ColumnType.Decimal(10, 2)));
            schema.NoRewrite();
        });

        var refusal = await RefusalAsync(widen);

        refusal.Should().Be(
            "Migration 2026_01_02_0900 Widen cannot be planned at “Change type of notes.stars to decimal(10, 2) (unsafe: It is small.)”: It writes every row of notes anew, and NoRewrite() promises that nothing does. "
            + "Change it in stages, outside of Unsafe(…), or leave NoRewrite() out if the table is small enough.");
    }

    [Test]
    public async Task A_table_that_would_be_read_while_writers_wait_against_a_promise_is_not()
    {
        var require = Recorded.Migration(2026_01_02_0900, "Require", schema =>
        {
            schema.Unsafe("It is small.", now => now.Table("notes").ChangeType("stars", ColumnType.Decimal(10, 2)));
            schema.NoScanUnderLock();
        });

        (await RefusalAsync(require)).Should().Contain("reads every row of notes while it is locked in").And.Contain("Leave NoScanUnderLock() out");
    }

    [Test]
    public async Task A_lock_that_is_stronger_than_promised_is_refused_where_tables_are_locked()
    {
        var add = Recorded.Migration(2026_01_02_0900, "Add", schema =>
        {
            schema.Table("notes").AddColumn(Column.Text("author"));
            schema.AtMost(TableLock.ShareUpdateExclusive);
        });
        await Database.Migrator(CreateNotes).MigrateAsync();

        var planning = () => Database.Migrator(CreateNotes, add).PlanAsync();

        if (Database.Provider.Engine == Engines.Sqlite)
        {
            await planning.Should().NotThrowAsync();
        }
        else
        {
            (await planning.Should().ThrowAsync<MigrationPlanException>()).WithMessage(
                "*It locks notes in AccessExclusive mode, and AtMost(TableLock.ShareUpdateExclusive) promises that nothing does. Write AtMost(TableLock.AccessExclusive) if that is acceptable*");
        }
    }

    [Test]
    public async Task A_promise_that_is_kept_changes_nothing()
    {
        var plain = Recorded.Migration(2026_01_02_0900, "Add", schema => schema.Table("notes").AddColumn(Column.Text("author")));
        var bound = Recorded.Migration(2026_01_02_0900, "Add", schema =>
        {
            schema.Table("notes").AddColumn(Column.Text("author"));
            schema.NoRewrite();
            schema.NoScanUnderLock();
            schema.AtMost(TableLock.AccessExclusive);
        });
        await Database.Migrator(CreateNotes).MigrateAsync();

        await Database.Migrator(CreateNotes, bound).MigrateAsync();

        bound.Fingerprint.Should().Be(plain.Fingerprint);
        (await Database.HistoryAsync()).Find(bound.Id)!.IsComplete.Should().BeTrue();
    }

    [Test]
    public async Task An_empty_database_keeps_every_promise()
    {
        var bound = Recorded.Migration(2026_01_02_0900, "Widen", schema =>
        {
            schema.Unsafe("It is small.", now => now.Table("notes").ChangeType("stars", ColumnType.Decimal(10, 2)));
            schema.NoRewrite();
            schema.NoScanUnderLock();
            schema.AtMost(TableLock.None);
        });

        await Database.Migrator(CreateNotes, bound).MigrateAsync();

        (await Database.HistoryAsync()).Find(bound.Id)!.IsComplete.Should().BeTrue();
    }

    private async Task<string> RefusalAsync(RecordedMigration migration)
    {
        await Database.Migrator(CreateNotes).MigrateAsync();
        var migrating = () => Database.Migrator(CreateNotes, migration).MigrateAsync();

        var refusal = (await migrating.Should().ThrowAsync<MigrationPlanException>()).Which.Message;

        (await Database.HistoryAsync()).Find(migration.Id).Should().BeNull();
        return refusal;
    }
}
