using Npgsql;
using SchemaEvolve.Catalogs;
using SchemaEvolve.PostgreSql.Tests.Servers;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Tests.Connections;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
public sealed class SurroundingsTests(PostgreSqlServer server) : DatabaseTests(server)
{
    [Test]
    public async Task Tables_and_counters_are_measured()
    {
        await Database.ExecuteAsync(
            """
            CREATE SCHEMA sales;
            CREATE TABLE sales.orders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text);
            INSERT INTO sales.orders (note) SELECT repeat('x', 100) FROM generate_series(1, 1000);
            CREATE TABLE visits (number smallint, day date NOT NULL) PARTITION BY RANGE (day);
            CREATE TABLE visits_now PARTITION OF visits DEFAULT;
            INSERT INTO visits SELECT 1, now() FROM generate_series(1, 500);
            CREATE SEQUENCE counted MAXVALUE 100 OWNED BY visits.number;
            SELECT setval('counted', 90);
            """);
        await Database.ExecuteAsync("ANALYZE sales.orders, visits");

        var surroundings = await ReadAsync();

        var orders = surroundings.Find(("sales", "orders"))!;
        orders.Rows.Should().Be(1000);
        orders.Bytes.Should().BeGreaterThan(100_000);
        orders.IndexBytes.Should().BeGreaterThan(8192);
        surroundings.Find("visits")!.Rows.Should().Be(500);
        surroundings.Find("visits")!.Bytes.Should().BePositive().And.Be(surroundings.Find("visits_now")!.Bytes);
        surroundings.Counters.Should().BeEquivalentTo<Counter>([new(("sales", "orders"), "id", 1000, int.MaxValue), new("visits", "number", 90, 100)]);
        surroundings.Version.Major.Should().Be(Database.Major);
        surroundings.Bytes.Should().Be(surroundings.Tables.Sum(size => size.Bytes + size.IndexBytes));
        surroundings.TransactionAge.Should().BePositive();
        surroundings.IsSortedAnew.Should().BeFalse();
    }

    [Test]
    public async Task Who_holds_a_table_is_named_and_not_waited_for()
    {
        await Database.ExecuteAsync("CREATE TABLE orders (id int); INSERT INTO orders VALUES (1)");
        await Database.ExecuteAsync("VACUUM ANALYZE orders");
        await using var other = await Database.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("SET LOCAL application_name = 'report'; LOCK TABLE orders; INSERT INTO orders VALUES (2)", other, transaction);
        await command.ExecuteNonQueryAsync();

        var surroundings = await ReadAsync();

        surroundings.Stragglers.Should().ContainSingle().Which.Should().Match<Straggler>(straggler =>
            !straggler.IsPrepared && straggler.Name.Contains("report") && straggler.Name.Contains("idle in transaction"));
        surroundings.Find("orders").Should().BeEquivalentTo(new { Rows = 1, Bytes = 8192 });
    }

    private async Task<Surroundings> ReadAsync()
    {
        var provider = PostgreSqlProvider.Create(Database.ConnectionString);
        await using var opened = await provider.Connections.OpenAsync(default);

        return await provider.Inspector.ReadSurroundingsAsync(opened.Connection, Catalog.Empty, default);
    }
}
