using System.Diagnostics;
using System.Globalization;

namespace SchemaEvolve.Benchmarks.Rows;

/// <summary>How fast a backfill is against one plain UPDATE of the same rows, and what those feel who write meanwhile.</summary>
internal static class BackfillReport
{
    private const string Plain = "UPDATE orders SET label = upper(place)";

    /// <summary>Measures on both database systems, one after the other in each round, and writes a Markdown table.</summary>
    public static async Task WriteAsync(TextWriter output, bool isQuick)
    {
        var (rows, rounds) = isQuick ? (100_000, 3) : (1_000_000, 5);
        await output.WriteLineAsync($"{rows:N0} rows, medians of {rounds} rounds\n");
        await output.WriteLineAsync("| database | how | rows/s | of the plain UPDATE | p50 of others | p99 | worst |\n|---|---|--:|--:|--:|--:|--:|");
        foreach (var create in (Func<int, Task<IOrders>>[])[PostgreSqlOrders.CreateAsync, SqliteOrders.CreateAsync])
        {
            await using var orders = await create(rows);
            await MeasureAsync(orders, output, rows, rounds);
        }
    }

    private static async Task MeasureAsync(IOrders orders, TextWriter output, int rows, int rounds)
    {
        (string Name, Func<Ground, Task> Work)[] forms =
        [
            ("plain UPDATE", ground => ground.ExecuteAsync(Plain)),
            .. orders.Paces.Select(pace => ($"backfill, {pace}", (Func<Ground, Task>)(ground => FillAsync(ground, pace)))),
        ];
        var took = forms.ToDictionary(form => form.Name, _ => new List<TimeSpan>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (name, work) in forms)
            {
                await using var ground = await orders.CopyAsync();
                await ground.MigrateAsync(new());
                var began = Stopwatch.GetTimestamp();
                await work(ground);
                took[name].Add(Stopwatch.GetElapsedTime(began));
            }
        }

        await WriteAsync("nothing", ratio: null, _ => Task.Delay(TimeSpan.FromSeconds(3)));
        foreach (var (name, work) in forms)
        {
            await WriteAsync(name, took[name].Zip(took[forms[0].Name], (one, plain) => plain / one).Order().ElementAt(rounds / 2), work);
        }

        async Task WriteAsync(string name, double? ratio, Func<Ground, Task> work)
        {
            await using var ground = await orders.CopyAsync();
            await ground.MigrateAsync(new());
            TimeSpan[] calls = [.. (await Load.DuringAsync(ground.OpenAsync, random => $"UPDATE orders SET amount = amount + 1 WHERE id = {random.Next(1, rows)}", () => work(ground))).Order()];
            var rate = ratio is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{rows / took[name].Order().ElementAt(rounds / 2).TotalSeconds:N0}");
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {orders.Name} | {name} | {rate} | {ratio:F2} | {At(0.5):F1} ms | {At(0.99):F1} ms | {At(1):F0} ms |"));

            double At(double share) => calls[Math.Min((int)(calls.Length * share), calls.Length - 1)].TotalMilliseconds;
        }
    }

    private static async Task FillAsync(Ground ground, Pace pace)
    {
        Identifier place = "place";
        await ground.MigrateAsync(new() { Backfills = new() { Pace = pace } }, new Changes.Backfill("orders", [new("label", $"upper({place})")], Where: null, Undo.Nothing));
    }
}
