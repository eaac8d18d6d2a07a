using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SchemaEvolve.Sqlite.Connecting;

/// <summary>The names of SQLite's result codes, which the library itself does not tell.</summary>
/// <remarks>https://www.sqlite.org/rescode.html</remarks>
internal static class SqliteCodes
{
    /// <summary>The name of the extended code if it says more, or else of the primary one.</summary>
    public static string NameOf(SqliteException error) => Extended(error.SqliteExtendedErrorCode) ?? Primary(error.SqliteErrorCode);

    private static string? Extended(int code) => code switch
    {
        raw.SQLITE_BUSY_RECOVERY => nameof(raw.SQLITE_BUSY_RECOVERY),
        raw.SQLITE_BUSY_SNAPSHOT => nameof(raw.SQLITE_BUSY_SNAPSHOT),
        raw.SQLITE_CANTOPEN_CONVPATH => nameof(raw.SQLITE_CANTOPEN_CONVPATH),
        raw.SQLITE_CANTOPEN_FULLPATH => nameof(raw.SQLITE_CANTOPEN_FULLPATH),
        raw.SQLITE_CANTOPEN_ISDIR => nameof(raw.SQLITE_CANTOPEN_ISDIR),
        raw.SQLITE_CONSTRAINT_CHECK => nameof(raw.SQLITE_CONSTRAINT_CHECK),
        raw.SQLITE_CONSTRAINT_FOREIGNKEY => nameof(raw.SQLITE_CONSTRAINT_FOREIGNKEY),
        raw.SQLITE_CONSTRAINT_NOTNULL => nameof(raw.SQLITE_CONSTRAINT_NOTNULL),
        raw.SQLITE_CONSTRAINT_PRIMARYKEY => nameof(raw.SQLITE_CONSTRAINT_PRIMARYKEY),
        raw.SQLITE_CONSTRAINT_ROWID => nameof(raw.SQLITE_CONSTRAINT_ROWID),
        raw.SQLITE_CONSTRAINT_TRIGGER => nameof(raw.SQLITE_CONSTRAINT_TRIGGER),
        raw.SQLITE_CONSTRAINT_UNIQUE => nameof(raw.SQLITE_CONSTRAINT_UNIQUE),
        raw.SQLITE_IOERR_FSYNC => nameof(raw.SQLITE_IOERR_FSYNC),
        raw.SQLITE_IOERR_LOCK => nameof(raw.SQLITE_IOERR_LOCK),
        raw.SQLITE_IOERR_READ => nameof(raw.SQLITE_IOERR_READ),
        raw.SQLITE_IOERR_SHORT_READ => nameof(raw.SQLITE_IOERR_SHORT_READ),
        raw.SQLITE_IOERR_WRITE => nameof(raw.SQLITE_IOERR_WRITE),
        raw.SQLITE_LOCKED_SHAREDCACHE => nameof(raw.SQLITE_LOCKED_SHAREDCACHE),
        raw.SQLITE_READONLY_CANTLOCK => nameof(raw.SQLITE_READONLY_CANTLOCK),
        raw.SQLITE_READONLY_DBMOVED => nameof(raw.SQLITE_READONLY_DBMOVED),
        raw.SQLITE_READONLY_RECOVERY => nameof(raw.SQLITE_READONLY_RECOVERY),
        raw.SQLITE_READONLY_ROLLBACK => nameof(raw.SQLITE_READONLY_ROLLBACK),
        _ => null,
    };

    private static string Primary(int code) => code switch
    {
        raw.SQLITE_ERROR => nameof(raw.SQLITE_ERROR),
        raw.SQLITE_INTERNAL => nameof(raw.SQLITE_INTERNAL),
        raw.SQLITE_PERM => nameof(raw.SQLITE_PERM),
        raw.SQLITE_ABORT => nameof(raw.SQLITE_ABORT),
        raw.SQLITE_BUSY => nameof(raw.SQLITE_BUSY),
        raw.SQLITE_LOCKED => nameof(raw.SQLITE_LOCKED),
        raw.SQLITE_NOMEM => nameof(raw.SQLITE_NOMEM),
        raw.SQLITE_READONLY => nameof(raw.SQLITE_READONLY),
        raw.SQLITE_INTERRUPT => nameof(raw.SQLITE_INTERRUPT),
        raw.SQLITE_IOERR => nameof(raw.SQLITE_IOERR),
        raw.SQLITE_CORRUPT => nameof(raw.SQLITE_CORRUPT),
        raw.SQLITE_NOTFOUND => nameof(raw.SQLITE_NOTFOUND),
        raw.SQLITE_FULL => nameof(raw.SQLITE_FULL),
        raw.SQLITE_CANTOPEN => nameof(raw.SQLITE_CANTOPEN),
        raw.SQLITE_PROTOCOL => nameof(raw.SQLITE_PROTOCOL),
        raw.SQLITE_SCHEMA => nameof(raw.SQLITE_SCHEMA),
        raw.SQLITE_TOOBIG => nameof(raw.SQLITE_TOOBIG),
        raw.SQLITE_CONSTRAINT => nameof(raw.SQLITE_CONSTRAINT),
        raw.SQLITE_MISMATCH => nameof(raw.SQLITE_MISMATCH),
        raw.SQLITE_MISUSE => nameof(raw.SQLITE_MISUSE),
        raw.SQLITE_AUTH => nameof(raw.SQLITE_AUTH),
        raw.SQLITE_RANGE => nameof(raw.SQLITE_RANGE),
        raw.SQLITE_NOTADB => nameof(raw.SQLITE_NOTADB),
        _ => "SQLITE",
    };
}
