using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite.Locking;

/// <summary>The lock of a database file: another file beside it, open for nobody else. The kernel closes it when the process dies.</summary>
/// <remarks>
/// The database file itself is never touched: closing any handle on it would drop the locks that SQLite holds on it in this process.
/// https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
/// </remarks>
internal sealed class FileLock : IHeldLock
{
    // What .NET says when a file is open elsewhere: ERROR_SHARING_VIOLATION on Windows, EWOULDBLOCK on Linux and on macOS.
    private static readonly int[] TakenCodes = [unchecked((int)0x80070020), 11, 35];

    private readonly FileStream _file;
    private readonly ShellLock _shell;
    private readonly string _holderPath;

    private FileLock(FileStream file, ShellLock shell, string holderPath)
    {
        _file = file;
        _shell = shell;
        _holderPath = holderPath;
    }

    // An open file stays locked until it is closed, and the process that dies with it runs no statement any more.
    public CancellationToken Lost => CancellationToken.None;

    public static LockAttempt TryAcquire(string database, string holder)
    {
        // Whom a locked file belongs to cannot be read from it, neither on Windows nor through .NET on Linux.
        var (lockPath, holderPath) = (LockOf(database), HolderOf(database));
        try
        {
            return TryOpen(lockPath) is not { } file ? new(Held: null, ReadHolder(holderPath))
                : TryHold(file, database, holder) is { } held ? new(held, Holder: null)
                : new(Held: null, "a script in sqlite3");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MigrationConnectionException(
                $"The file {lockPath}, by which only one process at a time migrates, cannot be written: {error.Message} Grant {Environment.UserName} write permission on the directory; SQLite needs it for its journal as well.",
                error);
        }
    }

    /// <summary>Who has the lock. Whoever died with it has left a name, but no open file.</summary>
    public static string? FindHolder(string database)
    {
        if (!File.Exists(LockOf(database)) || Look(HolderOf(database), ReadHolder) is not { } holder)
        {
            return null;
        }

        using var file = Look(LockOf(database), path => TryOpen(path, FileAccess.Read, FileShare.Read));
        return file is null ? holder : null;
    }

    /// <summary>Opens a file beside the database that all share who wait for the lock.</summary>
    public static async Task<IAsyncDisposable> AnnounceAsync(string database, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Look(WaitersOf(database), path => TryOpen(path, FileAccess.Read, FileShare.Read)) is { } file)
            {
                return file;
            }

            // Somebody looks at this moment whether anybody waits.
            await Task.Yield();
        }
    }

    /// <summary>Whether anybody has that file open.</summary>
    public static bool IsAwaited(string database)
    {
        if (!File.Exists(WaitersOf(database)))
        {
            return false;
        }

        using var file = Look(WaitersOf(database), path => TryOpen(path));
        return file is null;
    }

    // The lock file stays: if it were removed, one process could lock the removed file and another one the next of its name.
    public async ValueTask DisposeAsync()
    {
        try
        {
            File.Delete(_holderPath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A name that stays says nothing: nobody has the file open.
        }
        finally
        {
            _shell.Dispose();
            await _file.DisposeAsync();
        }
    }

    private static FileLock? TryHold(FileStream file, string database, string holder)
    {
        ShellLock? shell = null;
        try
        {
            RefuseWithoutEffect(LockOf(database));
            shell = ShellLock.TryTake(database);
            if (shell is null)
            {
                file.Dispose();
                return null;
            }

            File.WriteAllText(HolderOf(database), holder);
            return new(file, shell, HolderOf(database));
        }
        catch
        {
            shell?.Dispose();
            file.Dispose();
            throw;
        }
    }

    private static T Look<T>(string path, Func<string, T> look)
    {
        try
        {
            return look(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MigrationConnectionException(
                $"The file {path}, by which migrating processes know of each other, cannot be read or written: {error.Message} Grant {Environment.UserName} read and write permission on the directory.",
                error);
        }
    }

    // Some network file systems ignore locks without a word, and System.IO.DisableFileLocking switches them off.
    private static void RefuseWithoutEffect(string lockPath)
    {
        if (TryOpen(lockPath) is { } second)
        {
            second.Dispose();
            throw new MigrationConnectionException(
                $"File locks have no effect on {lockPath}, so two processes could migrate at once. Keep the database on a local disk, and leave DOTNET_SYSTEM_IO_DISABLEFILELOCKING unset.");
        }
    }

    private static string LockOf(string database) => $"{database}.schema-evolve.lock";

    private static string HolderOf(string database) => $"{database}.schema-evolve.holder";

    private static string WaitersOf(string database) => $"{database}.schema-evolve.waiters";

    private static FileStream? TryOpen(string path, FileAccess access = FileAccess.ReadWrite, FileShare share = FileShare.None)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, access, share);
        }
        catch (IOException taken) when (TakenCodes.Contains(taken.HResult))
        {
            return null;
        }
    }

    private static string? ReadHolder(string path)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return reader.ReadToEnd() is { Length: > 0 } holder ? holder : null;
        }
        catch (IOException)
        {
            // It has just let go, or is writing its name at this moment.
            return null;
        }
    }
}
