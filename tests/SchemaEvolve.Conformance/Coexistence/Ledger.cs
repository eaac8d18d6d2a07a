using System.Collections.Concurrent;

namespace SchemaEvolve.Conformance.Coexistence;

/// <summary>What was written, kept beside the database: for each row, the last number that a writer was told is committed.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<long, Entry> _entries = [];
    private long _ids;
    private long _seeds;

    /// <summary>The last number of each row.</summary>
    public IReadOnlyDictionary<long, long> Seeds => _entries.Where(entry => entry.Value.Seed > 0).ToDictionary(entry => entry.Key, entry => entry.Value.Seed);

    public async Task InsertAsync(Func<Person, Task<int>> insert)
    {
        var person = new Person(Interlocked.Increment(ref _ids), Interlocked.Increment(ref _seeds));
        var entry = _entries.GetOrAdd(person.Id, _ => new());
        await entry.Turn.WaitAsync();
        try
        {
            await insert(person);
            entry.Seed = person.Seed;
        }
        finally
        {
            entry.Turn.Release();
        }
    }

    // Whoever writes a row keeps the others from it until the ledger says so too.
    public async Task UpdateAsync(Random random, Func<Person, Task<int>> update)
    {
        var id = random.NextInt64(Interlocked.Read(ref _ids)) + 1;
        if (!_entries.TryGetValue(id, out var entry))
        {
            return;
        }

        await entry.Turn.WaitAsync();
        try
        {
            var person = new Person(id, Interlocked.Increment(ref _seeds));
            if (entry.Seed > 0 && await update(person) > 0)
            {
                entry.Seed = person.Seed;
            }
        }
        finally
        {
            entry.Turn.Release();
        }
    }

    private sealed class Entry
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public long Seed { get; set; }
    }
}
