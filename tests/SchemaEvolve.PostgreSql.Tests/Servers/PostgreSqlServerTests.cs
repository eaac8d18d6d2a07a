namespace SchemaEvolve.PostgreSql.Tests.Servers;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
public sealed class PostgreSqlServerTests(PostgreSqlServer server)
{
    [Test]
    public async Task A_test_has_a_database_of_its_own()
    {
        await using var one = await server.CreateDatabaseAsync();
        await using var other = await server.CreateDatabaseAsync();

        await one.ExecuteAsync("CREATE TABLE customers (id int)");

        (await other.QueryAsync<string?>("SELECT to_regclass('customers')::text")).Should().Equal([null]);
    }

    [Test]
    public async Task A_database_can_be_a_copy_of_another()
    {
        await using var template = await server.CreateDatabaseAsync();
        await template.ExecuteAsync("CREATE TABLE customers (id int)");

        await using var copy = await server.CreateDatabaseAsync(template.Name);

        (await copy.QueryAsync<string?>("SELECT to_regclass('customers')::text")).Should().Equal("customers");
    }
}
