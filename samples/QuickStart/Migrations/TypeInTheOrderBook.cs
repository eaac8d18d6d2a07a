using Dapper;
using SchemaEvolve;

namespace QuickStart.Migrations;

/// <summary>A step in C#: it gets the open connection and the transaction that is committed together with the journal entry.</summary>
[Migration(2026_02_02_0730, Scope = "orders", Owner = "bakers", Reason = "The first month was kept in a paper book")]
public sealed class TypeInTheOrderBook : Migration
{
    private static readonly (string Name, string Email, string? Phone)[] Customers =
    [
        ("Ada", " Ada@Example.com", "030 1815"),
        ("Blaise", "blaise@example.com", null),
        ("Grace", "GRACE@example.com ", "030 1906"),
    ];

    private static readonly (string Customer, DateTime PlacedAt, (string Product, int Quantity, decimal Price)[] Lines)[] Orders =
    [
        ("Ada", new(2026, 1, 13, 7, 15, 0, DateTimeKind.Utc), [("RYE", 1, 4.90m), ("ROLL", 6, 0.60m)]),
        ("Grace", new(2026, 1, 17, 8, 40, 0, DateTimeKind.Utc), [("CAKE", 1, 18.50m)]),
        ("Blaise", new(2026, 1, 23, 9, 5, 0, DateTimeKind.Utc), [("SOUR", 2, 5.60m)]),
        ("Ada", new(2026, 2, 1, 7, 20, 0, DateTimeKind.Utc), [("RYE", 2, 4.90m), ("ROLL", 12, 0.65m), ("CAKE", 1, 18.50m)]),
    ];

    protected override void Define(MigrationBuilder schema) =>
        schema.Run("type in the order book", version: 1, up: TypeInAsync, down: TearOutAsync);

    private static async Task TypeInAsync(MigrationSession session, CancellationToken token)
    {
        var ids = new Dictionary<string, long>();
        foreach (var (name, email, phone) in Customers)
        {
            ids[name] = await InsertAsync(
                "INSERT INTO customers (name, email, phone) VALUES (@name, @email, @phone) RETURNING id",
                new { name, email, phone });
        }

        foreach (var (customer, placedAt, lines) in Orders)
        {
            var order = await InsertAsync(
                "INSERT INTO orders (customer_id, placed_at, status) VALUES (@customer, @placedAt, 'fetched') RETURNING id",
                new { customer = ids[customer], placedAt });

            foreach (var (line, (product, quantity, price)) in lines.Index())
            {
                await session.Connection.ExecuteAsync(Command(
                    "INSERT INTO order_lines (order_id, line, product, quantity, unit_price) VALUES (@order, @line, @product, @quantity, @price)",
                    new { order, line = line + 1, product, quantity, price }));
            }
        }

        Task<long> InsertAsync(string sql, object row) => session.Connection.ExecuteScalarAsync<long>(Command(sql, row));

        CommandDefinition Command(string sql, object parameters) => new(sql, parameters, session.Transaction, cancellationToken: token);
    }

    private static Task TearOutAsync(MigrationSession session, CancellationToken token) => session.Connection.ExecuteAsync(new CommandDefinition(
        "DELETE FROM order_lines; DELETE FROM orders; DELETE FROM customers;",
        transaction: session.Transaction,
        cancellationToken: token));
}
