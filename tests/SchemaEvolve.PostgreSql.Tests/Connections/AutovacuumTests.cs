using Npgsql;
using SchemaEvolve.Conformance;
using SchemaEvolve.PostgreSql.Connecting;
using SchemaEvolve.PostgreSql.Tests.Servers;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Tests.Connections;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.Local))]
public sealed class AutovacuumTests(PostgreSqlServer server)
{
    [Test]
    public async Task An_autovacuum_that_goes_on_and_on_is_sent_away([Values("postgres", "plain")] string role)
    {
        await using var own = server.Twin();
        await using var database = await own.CreateDatabaseAsync();
        await VacuumForeverAsync(database);
        var connections = PostgreSqlConnections.To(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role }.ConnectionString,
            new() { GiveUpAfter = TimeSpan.FromSeconds(20) });
        await using var opened = await connections.OpenAsync(default);
        var statement = Statement.Run($"ALTER TABLE visits ADD COLUMN guest text") with { Impacts = [new("visits", TableLock.AccessExclusive)] };

        await using var transaction = await connections.BeginAsync(opened.Connection, [statement], blocked: null, default);

        (await HoldersAsync(database)).Should().Equal("AccessExclusiveLock of client backend");
    }

    // A worker that may do next to nothing before it has to sleep is at work on this table for minutes.
    private static async Task VacuumForeverAsync(PostgreSqlDatabase database)
    {
        await database.ExecuteAsync(
            """
            CREATE ROLE plain LOGIN;
            GRANT CREATE ON SCHEMA public TO plain;
            CREATE TABLE visits (id int, note text) WITH (
                autovacuum_vacuum_threshold = 1,
                autovacuum_vacuum_scale_factor = 0,
                autovacuum_vacuum_cost_limit = 1,
                autovacuum_vacuum_cost_delay = 100);
            ALTER TABLE visits OWNER TO plain;
            INSERT INTO visits SELECT number, repeat('x', 500) FROM generate_series(1, 10000) AS number;
            DELETE FROM visits WHERE id % 2 = 0
            """);
        await database.ExecuteAsync("ALTER SYSTEM SET autovacuum_naptime = 1");
        await database.ExecuteAsync("ALTER SYSTEM SET autovacuum = on");
        await database.ExecuteAsync("SELECT pg_reload_conf()");
        await Eventually.BeAsync(async () => (await HoldersAsync(database)).Contains("ShareUpdateExclusiveLock of autovacuum worker"));
    }

    private static Task<IReadOnlyList<string>> HoldersAsync(PostgreSqlDatabase database) => database.QueryAsync<string>(
        "SELECT mode || ' of ' || backend_type FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE relation = 'visits'::regclass AND granted");
}
