using System.Data.Common;
using Dapper;

namespace RollingDeploy;

/// <summary>One running instance of the application: it writes and reads all the time, and remembers what it wrote.</summary>
internal sealed class Replica(Database database, Edition edition, long number)
{
    /// <summary>Customers that every instance writes.</summary>
    public const int Shared = 50;

    // Numbers never meet: an instance counts from its own place.
    private const long Room = 1_000_000_000;

    private readonly List<Customer> _own = [];
    private readonly Random _random = new((int)number);
    private long _seed = number * Room;
    private Tally _tally = Tally.None;

    /// <summary>Runs until it is told to stop, looks whether all is there that it wrote, and says what it did.</summary>
    public async Task<Tally> RunAsync(CancellationToken stop)
    {
        await using var connection = await database.OpenAsync();
        while (!stop.IsCancellationRequested)
        {
            await TryAsync(() => WorkAsync(connection));
        }

        foreach (var customer in _own)
        {
            await TryAsync(() => LookAfterAsync(connection, customer));
        }

        return _tally with { Rows = _own.Count };
    }

    private async Task WorkAsync(DbConnection connection)
    {
        switch (_random.Next(10))
        {
            case < 2:
                var customer = new Customer((number * Room) + _own.Count, Next());
                await connection.ExecuteAsync(edition.Insert, customer);
                _own.Add(customer);
                break;
            case < 5 when _own.Count > 0:
                var place = _random.Next(_own.Count);
                var changed = _own[place] with { Seed = Next() };
                await connection.ExecuteAsync(edition.Update, changed);
                _own[place] = changed;
                break;
            case < 8:
                await connection.ExecuteAsync(edition.Update, new Customer(_random.Next(Shared), Next()));
                break;
            default:
                Diverged(await connection.ExecuteScalarAsync<long>(edition.Read, new { Id = (long)_random.Next(Shared) }));
                break;
        }
    }

    private async Task LookAfterAsync(DbConnection connection, Customer customer)
    {
        var seed = await connection.ExecuteScalarAsync<long?>($"SELECT seed FROM {Customer.Table} WHERE id = @Id", customer);
        _tally += new Tally(0, 0, 0, seed is null || seed == customer.Seed ? 0 : 1, seed is null ? 1 : 0);
        Diverged(await connection.ExecuteScalarAsync<long>(edition.Read, customer));
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            _tally += new Tally(0, 1, 0, 0, 0);
            await work();
        }
        catch (DbException error)
        {
            _tally += new Tally(0, 0, 1, 0, 0);
            await Console.Error.WriteLineAsync($"Instance {number}: {error.Message}");
        }
    }

    private void Diverged(long rows) => _tally += new Tally(0, 0, 0, rows, 0);

    private long Next() => ++_seed;
}
