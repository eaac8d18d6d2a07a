using SchemaEvolve.PostgreSql;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.Benchmarks.Rows;

/// <summary>Orders on the newest PostgreSQL server that there is.</summary>
internal sealed class PostgreSqlOrders : IOrders
{
    private readonly PostgreSqlServer _server;
    private readonly PostgreSqlDatabase _template;

    private PostgreSqlOrders(PostgreSqlServer server, PostgreSqlDatabase template) => (_server, _template) = (server, template);

    public string Name => $"{_server}";

    public IReadOnlyList<Pace> Paces => [Pace.Gentle];

    public string Pack => "VACUUM FULL ANALYZE orders";

    public string BareTrigger =>
        """
        ALTER TABLE orders ADD COLUMN spot text;
        CREATE FUNCTION bare() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.spot := NEW.place; RETURN NEW; END';
        CREATE TRIGGER bare BEFORE UPDATE OF place ON orders FOR EACH ROW EXECUTE FUNCTION bare()
        """;

    public static async Task<IOrders> CreateAsync(int rows)
    {
        var server = PostgreSqlServers.All[^1];
        var template = await server.CreateDatabaseAsync();
        await template.ExecuteAsync(
            $"""
            CREATE TABLE orders (id bigint PRIMARY KEY, amount int NOT NULL, place text NOT NULL, label text);
            INSERT INTO orders SELECT id, id % 1000, 'place ' || id % 977 FROM generate_series(1, {rows}) AS id
            """);
        await template.ExecuteAsync("VACUUM ANALYZE");
        return new PostgreSqlOrders(server, template);
    }

    // A copy leaves its pages to the next checkpoint, which would fall into the middle of what is measured.
    public async Task<Ground> CopyAsync()
    {
        var database = await _server.CreateDatabaseAsync(_template.Name);
        await database.ExecuteAsync("CHECKPOINT;");
        return new(PostgreSqlProvider.Create(database.ConnectionString), async () => await database.OpenAsync(), database.DisposeAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _template.DisposeAsync();
        await _server.DisposeAsync();
    }
}
