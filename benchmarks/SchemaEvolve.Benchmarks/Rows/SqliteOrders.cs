using Dapper;
using Microsoft.Data.Sqlite;
using SchemaEvolve.Sqlite;

namespace SchemaEvolve.Benchmarks.Rows;

/// <summary>Orders in a SQLite file.</summary>
internal sealed class SqliteOrders : IOrders
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("schema-evolve-benchmark-");
    private int _copies;

    public string Name => $"SQLite {new SqliteConnection().ServerVersion}";

    public IReadOnlyList<Pace> Paces => [Pace.Gentle, Pace.Full];

    public string Pack => "VACUUM;";

    public string BareTrigger =>
        """
        ALTER TABLE orders ADD COLUMN spot TEXT;
        CREATE TRIGGER bare AFTER UPDATE OF place ON orders
        BEGIN
            UPDATE orders SET spot = NEW.place WHERE id = NEW.id;
        END
        """;

    private string Template => Path.Combine(_folder.FullName, "orders.db");

    public static async Task<IOrders> CreateAsync(int rows)
    {
        var orders = new SqliteOrders();
        await using var connection = await OpenAsync(orders.Template);
        await connection.ExecuteAsync(
            $"""
            PRAGMA journal_mode = WAL;
            CREATE TABLE orders (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL, place TEXT NOT NULL, label TEXT);
            WITH RECURSIVE numbers (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM numbers WHERE id < {rows})
            INSERT INTO orders SELECT id, id % 1000, 'place ' || id % 977, NULL FROM numbers;
            PRAGMA wal_checkpoint(TRUNCATE)
            """);
        return orders;
    }

    public Task<Ground> CopyAsync()
    {
        var file = Path.Combine(_folder.FullName, $"{++_copies}.db");
        File.Copy(Template, file);

        return Task.FromResult(new Ground(SqliteProvider.Create(ConnectionString(file)), () => OpenAsync(file), () =>
        {
            foreach (var part in _folder.EnumerateFiles($"{_copies}.db*"))
            {
                part.Delete();
            }

            return ValueTask.CompletedTask;
        }));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string ConnectionString(string file) => $"Data Source={file};Pooling=False;Default Timeout=600";

    private static async Task<System.Data.Common.DbConnection> OpenAsync(string file)
    {
        var connection = new SqliteConnection(ConnectionString(file));
        await connection.OpenAsync();
        SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle, 60_000);
        return connection;
    }
}
