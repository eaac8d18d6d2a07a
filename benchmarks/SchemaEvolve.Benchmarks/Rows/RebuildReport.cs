using System.Diagnostics;
using System.Globalization;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Benchmarks.Rows;

/// <summary>What five changes cost that SQLite can only make by copying the table: as one migration, as five, and by hand.</summary>
internal static class RebuildReport
{
    private const string ByHand =
        """
        PRAGMA foreign_keys = OFF;
        BEGIN IMMEDIATE;
        CREATE TABLE new_orders (
            id INTEGER PRIMARY KEY,
            amount REAL NOT NULL,
            place TEXT NOT NULL COLLATE NOCASE,
            label TEXT DEFAULT 'none',
            length INTEGER GENERATED ALWAYS AS (length(place)) STORED,
            CONSTRAINT amount_is_known CHECK (amount >= 0)
        );
        INSERT INTO new_orders (id, amount, place, label) SELECT id, CAST(amount AS REAL), place, label FROM orders;
        DROP TABLE orders;
        ALTER TABLE new_orders RENAME TO orders;
        COMMIT;
        PRAGMA foreign_keys = ON
        """;

    private static readonly Action<TableBuilder>[] Changes =
    [
        orders => orders.ChangeType("amount", ColumnType.Double),
        orders => orders.SetCollation("place", "NOCASE"),
        orders => orders.SetDefault("label", "none"),
        orders => orders.AddColumn(Column.Int32("length").GeneratedStored($"length(place)")),
        orders => orders.AddCheck("amount_is_known", $"amount >= 0"),
    ];

    private static readonly MigratorOptions Alone = new() { Contract = ContractPolicy.Immediately, Safety = SafetyLevel.Off };

    /// <summary>Measures the three in turns, and writes a Markdown table.</summary>
    public static async Task WriteAsync(TextWriter output, bool isQuick)
    {
        var (rows, rounds) = isQuick ? (100_000, 3) : (1_000_000, 5);
        (string Name, Func<Ground, Task> Work)[] forms =
        [
            ("by hand, one copy", ground => ground.ExecuteAsync(ByHand)),
            ("SchemaEvolve, one migration", ground => MigrateAsync(ground, [Record(1, Changes)])),
            ("SchemaEvolve, a migration each", ground => MigrateAsync(ground, Changes.Select((change, place) => Record(place + 1, [change])))),
        ];
        await using var orders = await SqliteOrders.CreateAsync(rows);
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

        await output.WriteLineAsync($"{rows:N0} rows on {orders.Name}, medians of {rounds} rounds\n");
        await output.WriteLineAsync("| five changes | took | of by hand |\n|---|--:|--:|");
        foreach (var (name, _) in forms)
        {
            var median = took[name].Order().ElementAt(rounds / 2);
            var ratio = took[name].Zip(took[forms[0].Name], (one, byHand) => one / byHand).Order().ElementAt(rounds / 2);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {name} | {median.TotalMilliseconds:F0} ms | {ratio:F2} |"));
        }
    }

    private static Task<MigrationReport> MigrateAsync(Ground ground, IEnumerable<RecordedMigration> migrations) =>
        new Migrator(ground.Provider, MigrationSet.OfRecorded(migrations), Alone).MigrateAsync();

    private static RecordedMigration Record(int id, IEnumerable<Action<TableBuilder>> changes)
    {
        var schema = new MigrationBuilder();
        foreach (var change in changes)
        {
            change(schema.Table("orders"));
        }

        return new(id, "Change", [.. schema.Operations]);
    }
}
