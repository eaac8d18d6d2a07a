using Dapper;
using SchemaEvolve.PostgreSql.Connecting;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Connections;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
public sealed class SignalsTests(PostgreSqlServer server) : DatabaseTests(server)
{
    // No test can make a disk slow or a replica late by so much, so the views of the server say that they are.
    [Test]
    public async Task Waits_for_the_disk_are_counted_and_the_slowest_replica_counts()
    {
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync(
            """
            CREATE TEMP VIEW pg_stat_activity AS
            SELECT * FROM (VALUES (current_database(), 'IO'), (current_database(), 'IO'), (current_database(), 'Lock'), ('another', 'IO')) AS sessions (datname, wait_event_type);
            CREATE TEMP VIEW pg_stat_replication AS
            SELECT * FROM (VALUES (interval '2 s'), (interval '1 min 5.5 s'), (NULL)) AS replicas (replay_lag);
            """);
        await using var signals = new PostgreSqlSignals(connection, connection.ProcessID);

        var found = await signals.ReadAsync(default);

        (found.IoWaits, found.ReplicaLag).Should().Be((2, TimeSpan.FromSeconds(65.5)));
    }

    [Test]
    public async Task Where_no_replica_follows_nothing_is_said_of_its_lag()
    {
        await using var connection = await Database.OpenAsync();
        await using var signals = new PostgreSqlSignals(connection, connection.ProcessID);

        (await signals.ReadAsync(default)).ReplicaLag.Should().BeNull();
    }
}
