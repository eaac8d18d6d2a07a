using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests;

/// <summary>Stops the servers after the last test.</summary>
[SetUpFixture]
public sealed class StopServers
{
    [OneTimeTearDown]
    public async Task Stop()
    {
        foreach (var server in PostgreSqlServers.All.Concat(PostgreSqlServers.Standbys).Append(PostgreSqlServers.Apart))
        {
            await (server?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }
}
