using SQLitePCL;

namespace SchemaEvolve.Sqlite.Locking;

/// <summary>The lock as the shell of SQLite can take it too, which locks no plain files: an empty database beside the file, open for nobody else.</summary>
internal sealed class ShellLock : IDisposable
{
    private readonly sqlite3 _database;

    private ShellLock(sqlite3 database) => _database = database;

    /// <summary>What the name of the database file ends with.</summary>
    public static string Suffix => ".schema-evolve.shell";

    /// <summary>Takes it, or nothing if a script has it. It is not waited for.</summary>
    public static ShellLock? TryTake(string database)
    {
        var isOpen = raw.sqlite3_open(database + Suffix, out var shell) == raw.SQLITE_OK;
        var answer = isOpen ? raw.sqlite3_exec(shell, "BEGIN EXCLUSIVE") : raw.SQLITE_CANTOPEN;
        if (answer == raw.SQLITE_OK)
        {
            return new(shell);
        }

        var message = raw.sqlite3_errmsg(shell).utf8_to_string();
        shell.Dispose();
        return answer == raw.SQLITE_BUSY ? null : throw new IOException($"{database}{Suffix}: {message}");
    }

    public void Dispose() => _database.Dispose();
}
