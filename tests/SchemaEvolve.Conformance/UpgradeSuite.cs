using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>The journal that an earlier release made is brought up to date, and a later one is used as far as this release can.</summary>
public abstract class UpgradeSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private const string Upgraded = "The journal got the tables of SchemaEvolve 0.1.0 (layout 2) beside those of 0.1.0 (layout 1).";

    private static readonly RecordedMigration Open = Recorded.Migration(1, "Open", schema => schema
        .CreateTable("people", Column.Int64("id").PrimaryKey(), Column.Text("name"), Column.Text("fax"))
        .Seed(["id", "name"], key: ["id"], [1, "Ada"]));

    private static readonly RecordedMigration Forget = Recorded.Migration(2, "Forget", schema => schema.Table("people").DropColumn("fax"));

    private static readonly RecordedMigration Add = Recorded.Migration(3, "Add", schema => schema.Table("people").AddColumn(Column.Text("mail")));

    /// <summary>Takes the tables of a journal back to what the first release made.</summary>
    protected abstract string Aging { get; }

    /// <summary>Makes of the tables what a release to come may make of them.</summary>
    protected abstract string Renewing { get; }

    /// <summary>The name of a table of the journal.</summary>
    protected abstract string Named(string table);

    [Test]
    public async Task A_start_adds_what_the_tables_of_an_earlier_release_miss_and_keeps_every_row()
    {
        var fresh = await AgeAsync();
        var aged = (Tables: await TablesAsync(), History: Told(await Database.HistoryAsync()), Events: await KindsAsync());

        var report = await StartAsync(Open, Forget);
        var next = await StartAsync(Open, Forget);

        aged.Tables.Should().NotEqual(fresh);
        (await TablesAsync()).Should().Equal(fresh);
        Told(await Database.HistoryAsync()).Should().Equal(aged.History);
        (await KindsAsync()).Should().Equal([.. aged.Events, "upgraded"]);
        (await Migrator(Open).TimelineAsync())[^1].Description.Should().Be(Upgraded);
        (report.Outcome, next.Outcome).Should().Be((MigrationOutcome.UpToDate, MigrationOutcome.UpToDate));
    }

    [Test]
    public async Task A_journal_of_an_earlier_release_can_be_looked_at_as_it_is()
    {
        await AgeAsync();
        var aged = await TablesAsync();

        var status = await Migrator(Open, Forget).StatusAsync();
        var plan = await Migrator(Open, Forget, Add).PlanAsync();
        var approve = () => Migrator(Open, Forget).ApproveAsync(2, "ann");

        status.Migrations.Should().HaveCount(2).And.OnlyContain(migration => migration.State == MigrationState.Migrated && migration.MigratedAt != null);
        plan.Steps.Should().ContainSingle();
        (await Migrator(Open).TimelineAsync()).Should().NotBeEmpty();
        (await approve.Should().ThrowAsync<MigrationHistoryException>()).WithMessage(
            "There is no journal in this database yet, or only that of an older release, so nothing can be approved. Call MigrateAsync first.");
        (await TablesAsync()).Should().Equal(aged);
    }

    [Test]
    public async Task Eight_starts_at_once_upgrade_a_journal_once()
    {
        await AgeAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => StartAsync(Open, Forget, Add))));

        (await KindsAsync()).Should().ContainSingle(kind => kind == "upgraded");
        (await Database.HistoryAsync()).Find(3)!.IsComplete.Should().BeTrue();
    }

    [Test]
    public async Task A_rollback_upgrades_the_journal_too()
    {
        await AgeAsync();

        await Migrator(Open, Forget).RollbackAsync(1);

        (await Database.HistoryAsync()).Migrations.Should().ContainSingle();
        (await KindsAsync()).Should().ContainSingle(kind => kind == "upgraded");
    }

    [Test]
    public async Task What_a_later_release_has_added_disturbs_no_earlier_one()
    {
        await StartAsync(Open);
        await Database.ExecuteAsync(Renewing);
        var later = await TablesAsync();

        var report = await StartAsync(Open, Forget);
        await using (await Migrator(Open, Forget).JoinAsync())
        {
            await Migrator(Open, Forget).ApproveAsync(2, "ann");
            await Migrator(Open, Forget).ContractAsync(force: true);
        }

        var next = await StartAsync(Open, Forget);
        await Migrator(Open, Forget).RollbackAsync(1);

        report.Outcome.Should().Be(MigrationOutcome.Migrated);
        next.Outcome.Should().Be(MigrationOutcome.UpToDate);
        (await TablesAsync()).Should().Equal(later);
        (await KindsAsync()).Should().NotContain("upgraded");
        (await Database.QueryAsync<string>($"SELECT value FROM {Named("meta")} WHERE key IN ('layout', 'release') ORDER BY key")).Should().Equal("3", "9.9.9");
    }

    [Test]
    public async Task Two_releases_start_and_live_side_by_side_in_the_tables_of_the_later_one()
    {
        await StartAsync(Open);
        await Database.ExecuteAsync(Renewing);
        var later = await TablesAsync();

        await using (await Migrator(Open).JoinAsync())
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => number % 2 == 0 ? StartAsync(Open) : StartAsync(Open, Forget, Add))));
            await using (await Migrator(Open, Forget, Add).JoinAsync())
            {
                (await Migrator(Open, Forget, Add).StatusAsync()).Migrations.Should().OnlyContain(migration => migration.State >= MigrationState.Migrated);
                (await Migrator(Open).StatusAsync()).Migrations.Where(migration => !migration.IsKnown).Select(migration => migration.Id).Should().Equal(2, 3);
            }
        }

        (await TablesAsync()).Should().Equal(later);
        (await KindsAsync()).Should().NotContain("upgraded");
        (await StartAsync(Open)).Outcome.Should().Be(MigrationOutcome.UpToDate);
        await Migrator(Open, Forget, Add).ContractAsync(force: true);
        var old = () => StartAsync(Open);
        (await old.Should().ThrowAsync<MigrationHistoryException>()).WithMessage("*Forget*");
    }

    [Test]
    public async Task A_format_that_a_release_cannot_read_is_refused_with_the_release_that_can()
    {
        await StartAsync(Open);
        await Database.ExecuteAsync($"UPDATE {Named("meta")} SET value = '2' WHERE key = 'format'; UPDATE {Named("meta")} SET value = '9.9.9' WHERE key = 'release'");

        Func<Task>[] attempts =
        [
            () => StartAsync(Open, Forget),
            () => Migrator(Open).StatusAsync(),
            () => Migrator(Open).TimelineAsync(),
            () => Migrator(Open).RollbackAsync(0),
            () => Migrator(Open).JoinAsync(),
        ];

        foreach (var attempt in attempts)
        {
            (await attempt.Should().ThrowAsync<MigrationHistoryException>()).WithMessage(
                "The journal of this database has format 2, made by SchemaEvolve 9.9.9. This is SchemaEvolve 0.1.0, which knows format 1. Use SchemaEvolve 9.9.9 or a later release.");
        }
    }

    // The tables as they were before, all of them.
    private async Task<IReadOnlyList<string>> AgeAsync()
    {
        await StartAsync(Open);
        await StartAsync(Open, Forget);
        var fresh = await TablesAsync();
        await Database.ExecuteAsync(Aging);

        return fresh;
    }

    private Migrator Migrator(params IEnumerable<RecordedMigration> migrations) => Database.Migrator(new MigratorOptions(), migrations);

    private Task<MigrationReport> StartAsync(params IEnumerable<RecordedMigration> migrations) => Migrator(migrations).MigrateAsync();

    private async Task<IReadOnlyList<string>> KindsAsync() => [.. (await Migrator(Open).TimelineAsync()).Select(told => told.Kind)];

    // Each column, in no order: what is added later stands last.
    private Task<IReadOnlyList<string>> TablesAsync() => Database.QueryAsync<string>(Database.Provider.Engine == Engines.Sqlite
        ? "SELECT m.name || '.' || c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c WHERE m.name LIKE 'schema_evolve_%' ORDER BY 1"
        : "SELECT table_name || '.' || column_name || ' ' || data_type FROM information_schema.columns WHERE table_schema = 'schema_evolve' ORDER BY 1");

    private static IReadOnlyList<string> Told(History history) =>
        [.. history.Migrations.Select(entry => $"{entry.Label} {entry.State} {entry.StartedAt:O} {entry.ChangedAt:O}: {string.Join(", ", entry.Steps)}")];
}
