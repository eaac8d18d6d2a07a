using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.Testing.Tests;

/// <summary>Stops the server after the last test.</summary>
[SetUpFixture]
public sealed class StopServers
{
    [OneTimeTearDown]
    public async Task Stop()
    {
        foreach (var server in PostgreSqlServers.Newest)
        {
            await server.DisposeAsync();
        }
    }
}
