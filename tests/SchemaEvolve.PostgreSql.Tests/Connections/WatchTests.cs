using Npgsql;
using SchemaEvolve.Conformance;
using SchemaEvolve.PostgreSql.Connecting;
using SchemaEvolve.PostgreSql.Tests.Servers;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Tests.Connections;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
public sealed class WatchTests(PostgreSqlServer server) : DatabaseTests(server)
{
    [Test]
    public async Task A_concurrent_index_build_tells_how_far_it_has_come_and_who_keeps_it_waiting()
    {
        var listener = new Listener();
        var connections = PostgreSqlConnections.To(Database.ConnectionString, new() { Logger = listener, ReportEvery = TimeSpan.FromMilliseconds(50) });
        await Database.ExecuteAsync("CREATE TABLE customers (email text)");
        await using var writer = new NpgsqlConnection($"{Database.ConnectionString};Application Name=import");
        await writer.OpenAsync();
        await using var import = await writer.BeginTransactionAsync();
        await using var insert = new NpgsqlCommand("INSERT INTO customers VALUES ('ada@example.com')", writer);
        await insert.ExecuteNonQueryAsync();
        await using var opened = await connections.OpenAsync(default);
        var statement = Statement.RunAlone($"CREATE INDEX CONCURRENTLY by_email ON customers (email)");

        await using (connections.Watch(opened.Connection, statement, blocked: null))
        {
            await using var command = opened.Connection.CreateCommand();
            command.CommandText = statement.Sql.For(Engines.PostgreSql);
            var building = command.ExecuteNonQueryAsync();
            await Eventually.BeAsync(() => Task.FromResult(listener.Lines.Any(line => line.Contains("waits for", StringComparison.Ordinal))));
            await import.CommitAsync();
            await building;
        }

        listener.Lines.Should().Contain(line => line.StartsWith("CREATE INDEX CONCURRENTLY by_email ON customers (email): ", StringComparison.Ordinal))
            .And.Contain(line => line.Contains($"waits for others to end: pid {writer.ProcessID}, application import", StringComparison.Ordinal));
    }
}
