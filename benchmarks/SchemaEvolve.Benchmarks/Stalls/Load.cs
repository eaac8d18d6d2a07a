using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace SchemaEvolve.Benchmarks.Stalls;

/// <summary>An application that reads and writes single orders all the time, and notes how long each query takes.</summary>
internal sealed class Load(string connectionString)
{
    private const int Clients = 4;
    private const int CallsBeforehand = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly ConcurrentQueue<(long Began, long Ended)> _calls = new();

    private volatile bool _isOver;

    /// <summary>How long each query took that ran while the work was done.</summary>
    public static async Task<IReadOnlyList<TimeSpan>> DuringAsync(string connectionString, Func<Task> work)
    {
        var load = new Load(connectionString);
        var clients = Enumerable.Range(0, Clients).Select(load.CallAsync).ToArray();
        while (load._calls.Count < Clients * CallsBeforehand)
        {
            await Task.Delay(Pause);
        }

        var began = Stopwatch.GetTimestamp();
        await work();
        var ended = Stopwatch.GetTimestamp();
        load._isOver = true;
        await Task.WhenAll(clients);

        return [.. load._calls.Where(call => call.Ended > began && call.Began < ended).Select(call => Stopwatch.GetElapsedTime(call.Began, call.Ended))];
    }

    private async Task CallAsync(int client)
    {
        var random = new Random(client);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        while (!_isOver)
        {
            await using var command = new NpgsqlCommand(Query(random), connection);
            var began = Stopwatch.GetTimestamp();
            await command.ExecuteNonQueryAsync();
            _calls.Enqueue((began, Stopwatch.GetTimestamp()));
            await Task.Delay(Pause);
        }
    }

    private static string Query(Random random)
    {
        var order = random.Next(Store.Orders);
        var customer = random.Next(Store.Customers);

        return random.Next(10) switch
        {
            < 5 => $"SELECT * FROM orders WHERE id = {order}",
            < 8 => $"UPDATE orders SET amount = amount + 1 WHERE id = {order}",
            8 => $"UPDATE customers SET name = 'x' WHERE id = {customer}",
            _ => $"INSERT INTO orders (customer, amount, place) VALUES ({customer}, 1, 'Wien')",
        };
    }
}
