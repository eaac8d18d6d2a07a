using System.Diagnostics;
using System.Globalization;
using SchemaEvolve.PostgreSql.Tests.Servers;
using SchemaEvolve.Testing;

namespace SchemaEvolve.Benchmarks.Fresh;

/// <summary>What one more migrated database costs a test suite: a copy, against replaying a hundred migrations.</summary>
internal static class FreshReport
{
    private const int Rounds = 9;
    private const int Length = 100;

    private static readonly MigrationSet Migrations = MigrationSet.OfRecorded(Histories.OfLength(100));

    /// <summary>Measures on SQLite and on the newest server that there is, and writes a Markdown table.</summary>
    public static async Task WriteAsync(TextWriter output)
    {
        await output.WriteLineAsync($"| | by hand | SchemaEvolve | first | second | {Length}th | made ahead |\n|---|--:|--:|--:|--:|--:|--:|");
        var folder = Directory.CreateTempSubdirectory("schema-evolve-benchmark-");
        await MeasureAsync(Ground.Sqlite(folder), output);
        folder.Delete(recursive: true);
        await using var server = PostgreSqlServers.All[^1];
        await MeasureAsync(Ground.PostgreSql(server), output);
    }

    private static async Task MeasureAsync(Ground ground, TextWriter output)
    {
        var script = await ScriptAsync(ground);
        await using var stock = await ground.Choose(Migrations, new() { Ahead = 4 });
        await using var warm = await stock.CreateAsync();
        var (byHand, replayed, first, second, ahead) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            byHand.Add(await TimeAsync(async () => await ReplayByHandAsync(ground, script)));
            replayed.Add(await TimeAsync(async () => await new Migrator(ground.Provider(await ground.CreateAsync()), Migrations).MigrateAsync()));
            await using (var databases = await ground.Choose(Migrations, new() { Ahead = 0 }))
            {
                first.Add(await CreateAsync(databases));
                second.Add(await CreateAsync(databases));
            }

            // Meanwhile the next ones were made.
            ahead.Add(await CreateAsync(stock));
        }

        var last = await LastOfManyAsync(ground);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"| {ground.Name} | {Median(byHand):F1} ms | {Median(replayed):F1} ms | {Median(first):F1} ms | {Median(second):F1} ms | {last:F1} ms | {Median(ahead):F1} ms |"));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"| ratio to by hand | 1 | {Median(replayed) / Median(byHand):F2} | {Median(first) / Median(byHand):F2} | {Median(second) / Median(byHand):F3} | {last / Median(byHand):F3} | {Median(ahead) / Median(byHand):F3} |"));
    }

    // The statements of an empty database, and a row of history for each migration.
    private static async Task<string> ScriptAsync(Ground ground)
    {
        var plan = await new Migrator(ground.Provider(await ground.CreateAsync()), Migrations).PlanAsync();

        return string.Join(
            "\n",
            [
                .. Histories.StatementsOf(plan).Select(statement => $"{statement};"),
                "CREATE TABLE history (id integer PRIMARY KEY);",
                .. Enumerable.Range(1, Migrations.Recorded.Count).Select(number => $"INSERT INTO history VALUES ({number.ToString(CultureInfo.InvariantCulture)});"),
            ]);
    }

    private static async Task ReplayByHandAsync(Ground ground, string script)
    {
        await using var connection = ground.Connect(await ground.CreateAsync());
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = script;
        await command.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    // Each is there until all are, as in a suite whose tests run side by side.
    private static async Task<double> LastOfManyAsync(Ground ground)
    {
        await using var databases = await ground.Choose(Migrations, new() { Ahead = 0 });
        var times = new List<double>();
        for (var number = 1; number <= Length; number++)
        {
            times.Add(await TimeAsync(() => databases.CreateAsync()));
        }

        return Median(times.TakeLast(Length / 10));
    }

    private static async Task<double> CreateAsync(FreshDatabases databases)
    {
        var began = Stopwatch.GetTimestamp();
        var database = await databases.CreateAsync();
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        await database.DisposeAsync();
        return took;
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static double Median(IEnumerable<double> times) => times.Order().ElementAt(times.Count() / 2);
}
