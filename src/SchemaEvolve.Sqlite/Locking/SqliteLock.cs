using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SchemaEvolve.Providers;
using SchemaEvolve.Sqlite.Connecting;
using SQLitePCL;

namespace SchemaEvolve.Sqlite.Locking;

/// <summary>Lets one process at a time migrate a SQLite database, by a file beside it. No row, which would outlive a crash.</summary>
internal sealed class SqliteLock(TimeProvider clock) : IMigrationLock
{
    public Task<LockAttempt> TryAcquireAsync(DbConnection connection, Actor actor, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        var sqlite = (SqliteConnection)connection;
        var holder = string.Create(CultureInfo.InvariantCulture, $"{actor}, since {clock.GetUtcNow():yyyy-MM-dd HH:mm:ss}Z");

        return Task.FromResult(FileOf(sqlite) is { } file
            ? FileLock.TryAcquire(file, holder)
            : MemoryLock.TryAcquire(MemoryDatabase.KeyOf(sqlite), holder));
    }

    public Task<string?> FindHolderAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var sqlite = (SqliteConnection)connection;

        return Task.FromResult(FileOf(sqlite) is { } file ? FileLock.FindHolder(file) : MemoryLock.FindHolder(MemoryDatabase.KeyOf(sqlite)));
    }

    public async Task<IAsyncDisposable> AnnounceAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var sqlite = (SqliteConnection)connection;

        return FileOf(sqlite) is { } file ? await FileLock.AnnounceAsync(file, cancellationToken) : MemoryLock.Announce(MemoryDatabase.KeyOf(sqlite));
    }

    public Task<bool> IsAwaitedAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var sqlite = (SqliteConnection)connection;

        return Task.FromResult(FileOf(sqlite) is { } file ? FileLock.IsAwaited(file) : MemoryLock.IsAwaited(MemoryDatabase.KeyOf(sqlite)));
    }

    // SQLite tells the file as it opened it: absolute, links followed. So each spelling of a path leads to the same lock.
    private static string? FileOf(SqliteConnection connection) =>
        raw.sqlite3_db_filename(connection.Handle, "main").utf8_to_string() is { Length: > 0 } file ? file : null;
}
