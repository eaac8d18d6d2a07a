using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>The table in which the journal says of what release its tables are.</summary>
internal static class MetaTable
{
    private const string Version =
        """
        SELECT
            (SELECT value FROM schema_evolve_meta WHERE key = 'format') AS Format,
            (SELECT value FROM schema_evolve_meta WHERE key = 'layout') AS Layout,
            (SELECT value FROM schema_evolve_meta WHERE key = 'release') AS Release
        """;

    /// <summary>How the tables of the journal are made, or <see langword="null"/> where there is none.</summary>
    /// <exception cref="MigrationHistoryException">This release cannot read them.</exception>
    public static async Task<JournalVersion?> ReadVersionAsync(DbConnection connection, DbTransaction? transaction)
    {
        try
        {
            var version = (await connection.QuerySingleAsync<VersionRow>(Version, transaction: transaction)).ToVersion();
            version.RefuseNewer();
            return version;
        }
        catch (SqliteException error) when (IsMissing(error))
        {
            return null;
        }
    }

    /// <summary>Whether an error means that there is no journal.</summary>
    public static bool IsMissing(SqliteException error) =>
        error.SqliteErrorCode == SQLitePCL.raw.SQLITE_ERROR
        && error.Message.Contains("no such table: schema_evolve_meta", StringComparison.Ordinal);
}
