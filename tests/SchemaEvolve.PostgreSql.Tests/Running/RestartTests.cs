using SchemaEvolve.Conformance;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Running;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.Local))]
public sealed class RestartTests(PostgreSqlServer server)
{
    private static readonly RecordedMigration Create = Recorded.Migration(1, "Create", schema => schema
        .CreateTable("counter", Column.Int32("id").PrimaryKey(), Column.Int32("value").NotNull())
        .Seed(["id", "value"], key: ["id"], [1, 0]));

    private static readonly RecordedMigration AddAndSleep = Recorded.Migration(2, "Add", schema => schema
        .Sql($"WITH added AS (UPDATE counter SET value = value + 10 RETURNING value) SELECT pg_sleep(600) FROM added", $""));

    private static readonly RecordedMigration Add = Recorded.Migration(2, "Add", schema => schema
        .Sql($"UPDATE counter SET value = value + 10", $""));

    private static readonly RecordedMigration Index = Recorded.Migration(3, "Index", schema => schema
        .Table("counter").AddIndex(["value"], index => index.Named("by_value")));

    [Test]
    public async Task A_statement_that_a_restart_of_the_server_cuts_off_is_done_once_by_the_next_start([Values("fast", "immediate")] string mode)
    {
        await using var own = server.Twin();
        await using var database = await own.CreateDatabaseAsync();
        await MigrateAsync(database, Create);
        var cut = MigrateAsync(database, Create, AddAndSleep);
        await Eventually.BeAsync(async () => (await database.QueryAsync<bool>("SELECT true FROM pg_stat_activity WHERE wait_event = 'PgSleep'")).Count == 1);
        var waiting = MigrateAsync(database, Create, Add);

        await own.RestartAsync(mode);

        await FluentActions.Awaiting(() => cut).Should().ThrowAsync<MigrationException>();
        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<MigrationException>();
        (await CounterAsync(database)).Should().Equal(0);
        var reports = await Task.WhenAll(MigrateAsync(database, Create, Add), MigrateAsync(database, Create, Add));
        reports.Should().ContainSingle(report => report.Outcome == MigrationOutcome.Migrated);
        (await CounterAsync(database)).Should().Equal(10);
    }

    [Test]
    public async Task An_index_build_that_a_restart_of_the_server_cuts_off_is_healed_by_the_next_start([Values("fast", "immediate")] string mode)
    {
        await using var own = server.Twin();
        await using var database = await own.CreateDatabaseAsync();
        await MigrateAsync(database, Create);
        await using var writer = await database.OpenAsync();
        await using var writing = await writer.BeginTransactionAsync();
        await using var update = new Npgsql.NpgsqlCommand("UPDATE counter SET value = value + 1", writer);
        await update.ExecuteNonQueryAsync();
        var cut = MigrateAsync(database, Create, Index);
        await Eventually.BeAsync(async () => (await ValidAsync(database)).Contains(false));

        await own.RestartAsync(mode);

        await FluentActions.Awaiting(() => cut).Should().ThrowAsync<MigrationException>();
        (await ValidAsync(database)).Should().Equal(false);
        await MigrateAsync(database, Create, Index);
        (await ValidAsync(database)).Should().Equal(true);
    }

    private static Task<MigrationReport> MigrateAsync(PostgreSqlDatabase database, params IEnumerable<RecordedMigration> migrations) =>
        new Migrator(PostgreSqlProvider.Create(database.ConnectionString), MigrationSet.OfRecorded(migrations)).MigrateAsync();

    private static Task<IReadOnlyList<int>> CounterAsync(PostgreSqlDatabase database) => database.QueryAsync<int>("SELECT value FROM counter");

    private static Task<IReadOnlyList<bool>> ValidAsync(PostgreSqlDatabase database) => database.QueryAsync<bool>(
        "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('by_value')");
}
