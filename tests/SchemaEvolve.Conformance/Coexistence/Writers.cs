using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;

namespace SchemaEvolve.Conformance.Coexistence;

/// <summary>Instances of one edition of the application, which write and read without a pause until they are stopped.</summary>
internal sealed class Writers : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _running;
    private long _operations;
    private volatile bool _reads;

    private Writers(TestDatabase database, Edition edition, Ledger ledger, int count, int seed) =>
        _running = [.. Enumerable.Range(0, count).Select(number => Task.Run(() => WriteAsync(database, edition, ledger, new Random((seed * 100) + number))))];

    /// <summary>What went wrong.</summary>
    public ConcurrentQueue<string> Troubles { get; } = [];

    public static Writers Start(TestDatabase database, Edition edition, Ledger ledger, int count, int seed) => new(database, edition, ledger, count, seed);

    /// <summary>From now on they look at all rows as well, and every row has to be whole.</summary>
    public void Read() => _reads = true;

    /// <summary>Waits until they have done some more.</summary>
    public async Task WorkAsync(int operations)
    {
        var end = Interlocked.Read(ref _operations) + operations;
        while (Interlocked.Read(ref _operations) < end && Troubles.IsEmpty)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    /// <summary>Lets each of them finish what it is at.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task WriteAsync(TestDatabase database, Edition edition, Ledger ledger, Random random)
    {
        try
        {
            await using var connection = await database.OpenAsync();
            while (!_stop.IsCancellationRequested && Troubles.IsEmpty)
            {
                await WriteOneAsync(connection, edition, ledger, random);
                Interlocked.Increment(ref _operations);
            }
        }
        catch (DbException error)
        {
            Troubles.Enqueue(error.ToString());
        }
    }

    private async Task WriteOneAsync(DbConnection connection, Edition edition, Ledger ledger, Random random)
    {
        switch (random.Next(10))
        {
            case 0 when _reads:
                foreach (var broken in await connection.QueryAsync<long>(edition.Broken))
                {
                    Troubles.Enqueue($"A row of seed {broken} is not whole.");
                }

                break;
            case < 4:
                await ledger.InsertAsync(person => connection.ExecuteAsync(edition.Insert, person));
                break;
            default:
                await ledger.UpdateAsync(random, person => connection.ExecuteAsync(edition.Update, person));
                break;
        }
    }
}
