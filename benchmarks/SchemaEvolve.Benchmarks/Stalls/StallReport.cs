using System.Diagnostics;
using System.Globalization;
using Npgsql;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.Benchmarks.Stalls;

/// <summary>How long the queries of an application wait while a busy table is changed: by the plain statement, and by a migration.</summary>
internal static class StallReport
{
    private static readonly PostgreSqlOptions Usual = new();
    private static readonly PostgreSqlOptions Strict = new() { MaxStall = TimeSpan.FromMilliseconds(20) };

    /// <summary>Measures all contests on the newest server that there is, and writes a Markdown table.</summary>
    public static async Task WriteAsync(TextWriter output)
    {
        await using var server = PostgreSqlServers.All[^1];
        await using var template = await Store.CreateAsync(server);
        await output.WriteLineAsync($"{server}, {Store.Orders:N0} orders\n");
        await output.WriteLineAsync("| change | how | took | worst stall | p99 | over 100 ms | after the reader |\n|---|---|--:|--:|--:|--:|--:|");
        await MeasureAsync("nothing", "–", _ => Task.Delay(TimeSpan.FromSeconds(5)), TimeSpan.Zero);
        foreach (var contest in Contest.All)
        {
            await MeasureAsync(contest.Name, "plain", database => database.ExecuteAsync(contest.Plain), contest.Reader);
            await MeasureAsync("", "SchemaEvolve", database => MigrateAsync(database, contest.Change, Usual), contest.Reader);
            await MeasureAsync("", "SchemaEvolve, MaxStall 20 ms", database => MigrateAsync(database, contest.Change, Strict), contest.Reader);
        }

        async Task MeasureAsync(string name, string form, Func<PostgreSqlDatabase, Task> work, TimeSpan reader)
        {
            await using var database = await server.CreateDatabaseAsync(template.Name);
            await MigrateAsync(database, change: null, Usual);
            var (took, after) = (TimeSpan.Zero, TimeSpan.Zero);
            var calls = await Load.DuringAsync(async () => await database.OpenAsync(), Store.Query, async () =>
            {
                var reading = await ReadAsync(database, reader);
                var began = Stopwatch.GetTimestamp();
                await work(database);
                took = Stopwatch.GetElapsedTime(began);
                after = Stopwatch.GetElapsedTime(await reading);
            });

            TimeSpan[] sorted = [.. calls.Order()];
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {form} | {took.TotalMilliseconds:F0} ms | {sorted[^1].TotalMilliseconds:F0} ms | {sorted[sorted.Length * 99 / 100].TotalMilliseconds:F1} ms | {100.0 * calls.Count(call => call.TotalMilliseconds > 100) / calls.Count:F1} % | {(reader > TimeSpan.Zero ? $"{after.TotalMilliseconds:F0} ms" : "")} |"));
        }
    }

    // Holds the table, and tells when it was let go.
    private static async Task<Task<long>> ReadAsync(PostgreSqlDatabase database, TimeSpan length)
    {
        if (length == TimeSpan.Zero)
        {
            return Task.FromResult(Stopwatch.GetTimestamp());
        }

        var connection = await database.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync("SELECT count(*) FROM orders");

        return HoldAsync();

        async Task<long> HoldAsync()
        {
            await ExecuteAsync($"SELECT pg_sleep({length.TotalSeconds})");
            await transaction.CommitAsync();
            await connection.DisposeAsync();
            return Stopwatch.GetTimestamp();
        }

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync();
        }
    }

    // All of it, whatever a contraction would wait for.
    private static async Task MigrateAsync(PostgreSqlDatabase database, Func<TableBuilder, TableBuilder>? change, PostgreSqlOptions options)
    {
        var schema = new MigrationBuilder();
        change?.Invoke(schema.Table("orders"));
        var migrator = new Migrator(
            PostgreSqlProvider.Create(database.ConnectionString, options),
            MigrationSet.OfRecorded(change is null ? [] : [new RecordedMigration(1, "Change", [.. schema.Operations])]));
        await migrator.MigrateAsync();
        await migrator.ContractAsync();
    }
}
