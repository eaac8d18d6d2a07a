using Npgsql;
using SchemaEvolve.Conformance;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Tests.Servers;
using SchemaEvolve.PostgreSql.Tests.Suites;

namespace SchemaEvolve.PostgreSql.Tests.Running;

/// <summary>A script brings rows up to date as the application does: in batches.</summary>
[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.Newest))]
public sealed class BackfillScriptTests(PostgreSqlServer server) : DatabaseTests(server)
{
    private const int Rows = 5000;

    private static readonly Identifier Id = "id";

    private static readonly RecordedMigration Double = Recorded.Migration(2, "Double", schema => schema.Table("t").Backfill("twice", $"{Id} * 2", Undo.Nothing));

    [Test]
    public async Task What_is_filled_is_there_for_all_while_it_waits_for_a_row([Values] LockStrategy strategy)
    {
        var migrator = await MigratorAsync(strategy, Table("PRIMARY KEY"));
        await using var writer = await Database.OpenAsync();
        await using var writing = await writer.BeginTransactionAsync();
        await ExecuteAsync(writer, $"UPDATE t SET twice = 7 WHERE id = {Rows}");

        var running = PsqlShell.RunAsync(Database.ConnectionString, (await migrator.PlanAsync()).ToSql());
        await Eventually.BeAsync(async () => (await Database.QueryAsync<bool>(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'psql' AND wait_event_type = 'Lock')"))[0]);
        var filled = await FilledAsync();
        var noted = (await Database.QueryAsync<long>("SELECT rows FROM schema_evolve.steps WHERE migration = 2"))[0];
        running.IsCompleted.Should().BeFalse();
        await writing.CommitAsync();

        (await running).Should().BeEmpty();
        filled.Should().Be(noted).And.BeInRange(1, Rows - 1);
        (await FilledAsync()).Should().Be(Rows);
        (await Database.QueryAsync<long>("SELECT rows FROM schema_evolve.steps WHERE migration = 2")).Should().Equal(Rows);
    }

    [Test]
    public async Task A_table_is_gone_through_by_whatever_key_it_has([Values("PRIMARY KEY", "UNIQUE NOT NULL", "", "/* parted */")] string key)
    {
        var migrator = await MigratorAsync(LockStrategy.Advisory, Table(key));

        (await PsqlShell.RunAsync(Database.ConnectionString, (await migrator.PlanAsync()).ToSql())).Should().BeEmpty();

        (await FilledAsync()).Should().Be(Rows);
        (await migrator.MigrateAsync()).Outcome.Should().Be(MigrationOutcome.UpToDate);
    }

    private static RecordedMigration Table(string key) => Recorded.Migration(1, "Create", schema =>
    {
        var isParted = key == "/* parted */";
        schema.Sql(Sql.Raw($"CREATE TABLE t (id bigint {key}, twice bigint) {(isParted ? "PARTITION BY HASH (id)" : "")}"), $"DROP TABLE t");
        schema.Sql(isParted ? $"CREATE TABLE t_0 PARTITION OF t FOR VALUES WITH (MODULUS 1, REMAINDER 0)" : Sql.Empty, Sql.Empty);
    });

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<Migrator> MigratorAsync(LockStrategy strategy, RecordedMigration create)
    {
        var provider = PostgreSqlProvider.Create(Database.ConnectionString, new() { LockStrategy = strategy });
        await new Migrator(provider, MigrationSet.OfRecorded(create)).MigrateAsync();
        await Database.ExecuteAsync($"INSERT INTO t (id) SELECT generate_series(1, {Rows})");

        return new(provider, MigrationSet.OfRecorded(create, Double));
    }

    private async Task<long> FilledAsync() => (await Database.QueryAsync<long>("SELECT count(*) FROM t WHERE twice = id * 2"))[0];
}
