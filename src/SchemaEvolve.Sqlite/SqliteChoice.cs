using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite;

/// <summary>How an application chooses SQLite.</summary>
public static class SqliteChoice
{
    /// <summary>Chooses an SQLite database.</summary>
    /// <param name="database">The place where the database is chosen, such as the builder that <c>AddSchemaEvolve</c> brings.</param>
    /// <param name="connectionString">The connection string of the application, such as <c>Data Source=shop.db</c>.</param>
    public static T UseSqlite<T>(this T database, string connectionString)
        where T : IDatabaseChoice
    {
        ArgumentNullException.ThrowIfNull(connectionString);

        database.Use(new(connectionString), place => SqliteProvider.Create(place.ConnectionString));
        return database;
    }

    /// <summary>Chooses an SQLite database by services of the application, such as its configuration.</summary>
    /// <param name="database">The place where the database is chosen.</param>
    /// <param name="connectionString">Finds the connection string, once it is needed.</param>
    public static T UseSqlite<T>(this T database, Func<IServiceProvider, string> connectionString)
        where T : IDatabaseChoice
    {
        ArgumentNullException.ThrowIfNull(connectionString);

        database.Use(services => SqliteProvider.Create(connectionString(services)));
        return database;
    }
}
