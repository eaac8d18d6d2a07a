using System.Collections.Concurrent;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite.Locking;

/// <summary>The lock of a database that lives in this process only. It cannot be lost.</summary>
internal sealed class MemoryLock : IHeldLock
{
    private static readonly ConcurrentDictionary<object, string> Holders = new();
    private static readonly ConcurrentDictionary<Announcement, object> Waiters = new();

    private readonly object _database;

    private MemoryLock(object database) => _database = database;

    public CancellationToken Lost => CancellationToken.None;

    public static LockAttempt TryAcquire(object database, string holder) => Holders.TryAdd(database, holder)
        ? new(new MemoryLock(database), Holder: null)
        : new(Held: null, Holders.GetValueOrDefault(database));

    public static string? FindHolder(object database) => Holders.GetValueOrDefault(database);

    public static IAsyncDisposable Announce(object database)
    {
        var announcement = new Announcement();
        Waiters[announcement] = database;
        return announcement;
    }

    public static bool IsAwaited(object database) => Waiters.Values.Contains(database);

    public ValueTask DisposeAsync()
    {
        Holders.TryRemove(_database, out _);
        return ValueTask.CompletedTask;
    }

    private sealed class Announcement : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            Waiters.TryRemove(this, out _);
            return ValueTask.CompletedTask;
        }
    }
}
