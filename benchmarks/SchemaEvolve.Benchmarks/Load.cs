using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;

namespace SchemaEvolve.Benchmarks;

/// <summary>An application that reads and writes single rows all the time, and notes how long each query takes.</summary>
/// <param name="open">Opens a connection.</param>
/// <param name="query">Makes up the next query.</param>
internal sealed class Load(Func<Task<DbConnection>> open, Func<Random, string> query)
{
    private const int Clients = 4;
    private const int CallsBeforehand = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly ConcurrentQueue<(long Began, long Ended)> _calls = new();

    private volatile bool _isOver;

    /// <summary>How long each query took that ran while the work was done.</summary>
    public static async Task<IReadOnlyList<TimeSpan>> DuringAsync(Func<Task<DbConnection>> open, Func<Random, string> query, Func<Task> work)
    {
        var load = new Load(open, query);
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
        await using var connection = await open();
        while (!_isOver)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = query(random);
            var began = Stopwatch.GetTimestamp();
            await command.ExecuteNonQueryAsync();
            _calls.Enqueue((began, Stopwatch.GetTimestamp()));
            await Task.Delay(Pause);
        }
    }
}
