using SchemaEvolve.PostgreSql;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.Testing.Tests;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.Newest))]
public sealed class PostgreSqlRandomHistoryTests(PostgreSqlServer server) : RandomHistorySuite(sample: 3)
{
    protected override string Engine => Engines.PostgreSql;

    protected override async Task<RehearsalReport> RunAsync(MigrationSet migrations, RehearsalOptions options) =>
        await Rehearsal.Of(migrations, options).UsePostgreSql(await server.AddressAsync()).RunAsync();

    protected override async Task<FreshDatabase> CreateAsync() =>
        await FreshDatabases.Of(MigrationSet.Of(), new() { Ahead = 0 }).UsePostgreSql(await server.AddressAsync()).CreateAsync();
}
