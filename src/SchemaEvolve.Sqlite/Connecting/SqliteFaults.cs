using Microsoft.Data.Sqlite;
using SchemaEvolve.Providers;
using SQLitePCL;

namespace SchemaEvolve.Sqlite.Connecting;

/// <summary>Says what an error of SQLite means, and what can be done about it.</summary>
/// <remarks>https://www.sqlite.org/rescode.html</remarks>
internal static class SqliteFaults
{
    public static bool IsBusy(SqliteException error) => error.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    public static Fault Explain(SqliteException error, string database) =>
        new($"{SqliteCodes.NameOf(error)} ({error.SqliteExtendedErrorCode})", Words(error.Message))
        {
            Hint = HintFor(error, database),
            // What is merely busy has been waited for already, until Default Timeout was over.
            IsTransient = error.SqliteExtendedErrorCode == raw.SQLITE_LOCKED_SHAREDCACHE,
            IsContention = IsBusy(error),
            // What a function refuses while a statement runs has no code of its own.
            IsAboutRow = error.SqliteErrorCode is raw.SQLITE_ERROR or raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG,
        };

    /// <summary>What SQLite says, out of the sentence that the driver makes of it: SQLite Error 5: 'database is locked'.</summary>
    private static string Words(string message)
    {
        var (start, end) = (message.IndexOf('\'', StringComparison.Ordinal) + 1, message.LastIndexOf('\''));
        return start > 0 && end > start ? $"{message[start..end].TrimEnd('.')}." : message;
    }

    private static string? HintFor(SqliteException error, string database) => error.SqliteExtendedErrorCode switch
    {
        raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_PRIMARYKEY =>
            "Rows have the same value where each must have its own. GROUP BY those columns HAVING count(*) > 1 finds them.",
        raw.SQLITE_CONSTRAINT_FOREIGNKEY => "Rows refer to rows that do not exist. PRAGMA foreign_key_check lists them.",
        raw.SQLITE_CONSTRAINT_NOTNULL => "Rows have no value where one is required. Give them one first, or give the column a default.",
        raw.SQLITE_CONSTRAINT_CHECK => "Rows break the rule. Correct them first, or loosen the rule.",
        raw.SQLITE_LOCKED_SHAREDCACHE =>
            $"Another connection of this process that shares the cache is reading or writing {database}. Dispose of its readers and transactions first.",
        raw.SQLITE_CANTOPEN_ISDIR => $"{database} is a directory.",
        _ => HintFor(error.SqliteErrorCode, database),
    };

    private static string? HintFor(int code, string database) => code switch
    {
        raw.SQLITE_BUSY =>
            $"Another connection, perhaps of another process (the application, a backup, a database browser), kept {database} locked for longer than the Default Timeout of the connection string. Let it end its transaction, or raise Default Timeout.",
        raw.SQLITE_LOCKED => "This connection still reads the table. Dispose of its open readers first.",
        raw.SQLITE_READONLY =>
            $"{database} or its directory may not be written to by {Environment.UserName}. Grant it write permission on both, and look for Mode=ReadOnly in the connection string.",
        raw.SQLITE_CORRUPT =>
            $"{database} is damaged. Keep a copy of it with its -wal and -journal files, run PRAGMA integrity_check, and restore the last good backup.",
        raw.SQLITE_NOTADB =>
            $"{database} is not a SQLite database, or is encrypted. Check the path, or the Password of the connection string; if it was a database once, restore the last good backup.",
        raw.SQLITE_FULL =>
            $"There is no space left for {database}. A table that is copied needs its size again, and its journal as much. Free some space, or raise PRAGMA max_page_count if it was set.",
        raw.SQLITE_CANTOPEN => CannotOpen(database),
        raw.SQLITE_IOERR => $"The disk under {database} failed. Look into the log of the operating system, and at PRAGMA integrity_check afterwards.",
        _ => null,
    };

    private static string CannotOpen(string database) => Path.GetDirectoryName(Path.GetFullPath(database)) switch
    {
        { } directory when !Directory.Exists(directory) => $"The directory {directory} does not exist. Create it first.",
        { } directory when File.Exists(database) => $"{Environment.UserName} may not open {database}. Grant it permission on the file and on {directory}.",
        { } directory => $"The file is not there and cannot be made. Check the path, the Mode of the connection string and the permissions of {Environment.UserName} on {directory}.",
        null => "Check the path.",
    };
}
