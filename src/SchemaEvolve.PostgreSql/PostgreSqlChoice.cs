using Npgsql;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql;

/// <summary>How an application chooses PostgreSQL.</summary>
public static class PostgreSqlChoice
{
    /// <summary>Chooses a PostgreSQL database.</summary>
    /// <param name="database">The place where the database is chosen, such as the builder that <c>AddSchemaEvolve</c> brings.</param>
    /// <param name="connectionString">The connection string of the application, such as <c>Host=localhost;Database=shop</c>.</param>
    /// <param name="options">How the database and those who use it are treated, or nothing for the defaults.</param>
    public static T UsePostgreSql<T>(this T database, string connectionString, PostgreSqlOptions? options = null)
        where T : IDatabaseChoice
    {
        ArgumentNullException.ThrowIfNull(connectionString);

        database.Use(new(connectionString), place => PostgreSqlProvider.Create(place.ConnectionString, OptionsAt(place)));
        return database;

        // The connection string for migrating leads to the database that was chosen, and to no other.
        PostgreSqlOptions? OptionsAt(DatabasePlace place) => place.ConnectionString == connectionString
            ? options
            : (options ?? new()) with { MigrationConnectionString = null, JournalSchema = place.JournalSchema ?? options?.JournalSchema ?? new PostgreSqlOptions().JournalSchema };
    }

    /// <summary>Chooses the PostgreSQL database that a data source of the application leads to.</summary>
    /// <param name="database">The place where the database is chosen.</param>
    /// <param name="dataSource">Finds the data source, once it is needed. It lends its password and certificates, but has no way to lend its type mappings.</param>
    /// <param name="options">How the database and those who use it are treated, or nothing for the defaults.</param>
    public static T UsePostgreSql<T>(this T database, Func<IServiceProvider, NpgsqlDataSource> dataSource, PostgreSqlOptions? options = null)
        where T : IDatabaseChoice
    {
        ArgumentNullException.ThrowIfNull(dataSource);

        database.Use(services => PostgreSqlProvider.Create(dataSource(services), options));
        return database;
    }
}
