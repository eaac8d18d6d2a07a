using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SchemaEvolve.Sqlite.Connecting;

/// <summary>What a connection must be set to for migrating, and what it was set to before.</summary>
/// <param name="Found">The options that the native library knows, with the values that were found.</param>
internal sealed record Settings(IReadOnlyList<(int Option, int Value)> Found)
{
    // Double-quoted strings are off: a column name with a typo would else be taken for a text, in SQL that stays for ever.
    private static readonly (int Option, int Value)[] Wanted =
    [
        (raw.SQLITE_DBCONFIG_ENABLE_FKEY, 1),
        (raw.SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 0),
        (raw.SQLITE_DBCONFIG_DQS_DDL, 0),
        (raw.SQLITE_DBCONFIG_DQS_DML, 0),
    ];

    /// <summary>Sets the connection up. It takes no statement, so a start with nothing to do stays one query.</summary>
    public static Settings Apply(SqliteConnection connection)
    {
        var found = new List<(int Option, int Value)>();
        foreach (var (option, value) in Wanted)
        {
            if (raw.sqlite3_db_config(connection.Handle, option, -1, out var before) == raw.SQLITE_OK)
            {
                found.Add((option, before));
                raw.sqlite3_db_config(connection.Handle, option, value, out _);
            }
        }

        return new(found);
    }

    /// <summary>Puts back what was found.</summary>
    public void Restore(SqliteConnection connection)
    {
        foreach (var (option, value) in Found)
        {
            raw.sqlite3_db_config(connection.Handle, option, value, out _);
        }
    }
}
