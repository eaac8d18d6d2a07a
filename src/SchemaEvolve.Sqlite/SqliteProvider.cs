using Microsoft.Data.Sqlite;
using SchemaEvolve.Providers;
using SchemaEvolve.Sqlite.Connecting;
using SchemaEvolve.Sqlite.Journaling;
using SchemaEvolve.Sqlite.Locking;
using SchemaEvolve.Sqlite.Scripting;

namespace SchemaEvolve.Sqlite;

/// <summary>SQLite, as a <see cref="Migrator"/> takes it.</summary>
/// <example><code>
/// var provider = SqliteProvider.Create("Data Source=shop.db");
/// await new Migrator(provider, MigrationSet.FromAssemblyOf&lt;Program&gt;()).MigrateAsync();
/// </code></example>
public static class SqliteProvider
{
    /// <summary>A database file, or an in-memory database whose cache is shared.</summary>
    /// <param name="connectionString">The connection string of the application. Migrations open connections of their own with it, which no pool shares.</param>
    /// <remarks>A shared in-memory database goes away with its last connection, so the application keeps one open.</remarks>
    /// <exception cref="MigrationConnectionException">Each connection would get an in-memory database of its own.</exception>
    public static DatabaseProvider Create(string connectionString)
    {
        ArgumentNullException.ThrowIfNull(connectionString);

        return Over(SqliteConnections.To(connectionString));
    }

    /// <summary>The database of an open connection, which may be a private in-memory one.</summary>
    /// <param name="open">The connection. It is given back with the settings it came with, and stays open. Nothing else may use it meanwhile.</param>
    /// <example><code>
    /// using var connection = new SqliteConnection("Data Source=:memory:");
    /// connection.Open();
    /// var provider = SqliteProvider.Create(connection);
    /// </code></example>
    public static DatabaseProvider Create(SqliteConnection open)
    {
        ArgumentNullException.ThrowIfNull(open);

        return Over(SqliteConnections.Over(open));
    }

    private static DatabaseProvider Over(SqliteConnections connections) => new(
        Engines.Sqlite,
        new SqliteDialect(),
        new SqliteInspector(),
        new SqliteLock(TimeProvider.System),
        new SqliteJournal(),
        new SqliteBackfills(),
        new SqliteRegistry(),
        connections,
        new Sqlite3());
}
