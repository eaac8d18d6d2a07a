using System.Diagnostics;
using System.Globalization;

namespace SchemaEvolve.Benchmarks.Rows;

/// <summary>What it costs those who write that rows are kept in two forms.</summary>
internal static class DualWriteReport
{
    private static readonly (string Name, Func<IOrders, Ground, Task> BeginAsync)[] Moves =
    [
        ("a trigger by hand that asks nothing", (orders, ground) => ground.ExecuteAsync(orders.BareTrigger)),
        ("a rename", (_, ground) => ExpandAsync(ground, orders => orders.RenameColumn("place", to: "spot"))),
        ("a replacement by a function", (_, ground) => ExpandAsync(ground, orders => orders.ReplaceColumn("place", to: Column.Text("spot"), up: place => $"upper({place})", down: spot => $"lower({spot})"))),
    ];

    private static readonly (string Name, Func<int, string> Sql)[] Writes =
    [
        ("UPDATE of another column", _ => "UPDATE orders SET amount = amount + 1"),
        ("UPDATE of the moved column", _ => "UPDATE orders SET place = place || '!'"),
        ("INSERT", rows => $"INSERT INTO orders (id, amount, place) SELECT id + {rows}, amount, place FROM orders"),
    ];

    /// <summary>Measures on both database systems, with the triggers and without in turns, and writes a Markdown table.</summary>
    public static async Task WriteAsync(TextWriter output, bool isQuick)
    {
        var (rows, rounds) = isQuick ? (20_000, 3) : (200_000, 5);
        await output.WriteLineAsync($"{rows:N0} rows in one statement, medians of {rounds} rounds\n");
        await output.WriteLineAsync("| database | during | statement | without triggers | with them | ratio |\n|---|---|---|--:|--:|--:|");
        foreach (var create in (Func<int, Task<IOrders>>[])[PostgreSqlOrders.CreateAsync, SqliteOrders.CreateAsync])
        {
            await using var orders = await create(rows);
            foreach (var (move, beginAsync) in Moves)
            {
                foreach (var (write, sql) in Writes)
                {
                    var pairs = new List<(TimeSpan Without, TimeSpan With)>();
                    for (var round = 0; round < rounds; round++)
                    {
                        pairs.Add((await MeasureAsync(orders, (_, ground) => ExpandAsync(ground, _ => { }), sql(rows)), await MeasureAsync(orders, beginAsync, sql(rows))));
                    }

                    var (without, with) = pairs.OrderBy(pair => pair.With / pair.Without).ElementAt(rounds / 2);
                    await output.WriteLineAsync(string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {orders.Name} | {move} | {write} | {without.TotalMilliseconds:F0} ms | {with.TotalMilliseconds:F0} ms | {with / without:F2} |"));
                }
            }
        }
    }

    // Both tables are packed first: one was just written by a backfill.
    private static async Task<TimeSpan> MeasureAsync(IOrders orders, Func<IOrders, Ground, Task> beginAsync, string sql)
    {
        await using var ground = await orders.CopyAsync();
        await beginAsync(orders, ground);
        await ground.ExecuteAsync(orders.Pack);
        var began = Stopwatch.GetTimestamp();
        await ground.ExecuteAsync(sql);

        return Stopwatch.GetElapsedTime(began);
    }

    private static Task<MigrationReport> ExpandAsync(Ground ground, Action<TableBuilder> define)
    {
        var schema = new MigrationBuilder();
        define(schema.Table("orders"));

        return ground.MigrateAsync(new() { Contract = ContractPolicy.Manually, Backfills = new() { Pace = Pace.Full } }, [.. schema.Operations]);
    }
}
