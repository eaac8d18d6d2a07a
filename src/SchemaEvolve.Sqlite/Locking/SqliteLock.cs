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

        // SQLite tells the file as it opened it: absolute, links followed. So each spelling of a path leads to the same lock.
        return Task.FromResult(raw.sqlite3_db_filename(sqlite.Handle, "main").utf8_to_string() is { Length: > 0 } file
            ? FileLock.TryAcquire(file, holder)
            : MemoryLock.TryAcquire(MemoryDatabase.KeyOf(sqlite), holder));
    }
}
