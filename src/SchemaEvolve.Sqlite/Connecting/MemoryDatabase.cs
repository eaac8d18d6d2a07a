using Microsoft.Data.Sqlite;

namespace SchemaEvolve.Sqlite.Connecting;

/// <summary>Tells databases without a file apart: those that several connections share, and those of one connection.</summary>
internal static class MemoryDatabase
{
    /// <summary>Whether each connection gets a database of its own, which goes away with it.</summary>
    public static bool IsPrivate(SqliteConnectionStringBuilder builder) => HasNoFile(builder) && !IsShared(builder);

    /// <summary>What stands for a database without a file in this process: the name that is shared, or the one connection.</summary>
    public static object KeyOf(SqliteConnection connection)
    {
        var builder = new SqliteConnectionStringBuilder(connection.ConnectionString);
        return IsShared(builder) ? builder.DataSource : connection;
    }

    // An empty name is a temporary file that SQLite removes with the connection.
    private static bool HasNoFile(SqliteConnectionStringBuilder builder) =>
        builder.Mode == SqliteOpenMode.Memory
        || builder.DataSource is "" or ":memory:"
        || Says(builder, "mode=memory")
        || Says(builder, ":memory:");

    private static bool IsShared(SqliteConnectionStringBuilder builder) =>
        builder.Cache == SqliteCacheMode.Shared || Says(builder, "cache=shared");

    private static bool Says(SqliteConnectionStringBuilder builder, string part) =>
        builder.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
        && builder.DataSource.Contains(part, StringComparison.OrdinalIgnoreCase);
}
