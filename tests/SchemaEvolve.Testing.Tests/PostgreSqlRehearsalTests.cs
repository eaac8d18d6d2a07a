using SchemaEvolve.PostgreSql;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.Testing.Tests;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.Newest))]
public sealed class PostgreSqlRehearsalTests(PostgreSqlServer server) : RehearsalSuite
{
    protected override async Task<RehearsalReport> RunAsync(MigrationSet migrations, RehearsalOptions options) =>
        await Rehearsal.Of(migrations, options).UsePostgreSql(await server.AddressAsync()).RunAsync();
}
