using Npgsql;
using SchemaEvolve.PostgreSql.Connecting;
using SchemaEvolve.PostgreSql.Inspection;
using SchemaEvolve.PostgreSql.Journaling;
using SchemaEvolve.PostgreSql.Locking;
using SchemaEvolve.PostgreSql.Scripting;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql;

/// <summary>PostgreSQL, as a <see cref="Migrator"/> takes it.</summary>
/// <example><code>
/// var provider = PostgreSqlProvider.Create("Host=localhost;Database=shop;Username=shop");
/// await new Migrator(provider, MigrationSet.FromAssemblyOf&lt;Program&gt;()).MigrateAsync();
/// </code></example>
public static class PostgreSqlProvider
{
    /// <summary>A database by its connection string.</summary>
    /// <param name="connectionString">The connection string of the application. Migrations open a connection of their own with it, which no pool shares.</param>
    /// <param name="options">How the database and those who use it are treated, or nothing for the defaults.</param>
    public static DatabaseProvider Create(string connectionString, PostgreSqlOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connectionString);

        options ??= new();
        return Over(PostgreSqlConnections.To(connectionString, options), options);
    }

    /// <summary>The database that a data source leads to.</summary>
    /// <param name="dataSource">The data source of the application. It lends its password and certificates; migrations open a connection of their own, which no pool shares.</param>
    /// <param name="options">How the database and those who use it are treated, or nothing for the defaults.</param>
    /// <remarks>
    /// Npgsql has no way to lend type mappings, such as those of <c>MapEnum</c>. A step in C# that sends an enum sends its text and casts it:
    /// <code>UPDATE people SET mood = @mood::mood</code>
    /// </remarks>
    public static DatabaseProvider Create(NpgsqlDataSource dataSource, PostgreSqlOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);

        options ??= new();
        return Over(PostgreSqlConnections.To(dataSource, options), options);
    }

    private static DatabaseProvider Over(PostgreSqlConnections connections, PostgreSqlOptions options)
    {
        var tables = new JournalTables(options.JournalSchema);
        var fence = new Fence();
        var journal = new PostgreSqlJournal(tables, new(tables), fence);
        var backfills = new PostgreSqlBackfills(tables, fence);
        var registry = new PostgreSqlRegistry(tables, fence);
        var inspector = new PostgreSqlInspector(options.JournalSchema, options.FreeSpace);

        return new(
            Engines.PostgreSql,
            new ServerDialect(connections, inspector),
            inspector,
            options.LockStrategy == LockStrategy.Lease
                ? new LeaseLock(connections, tables, fence, options)
                : new PostgreSqlLock(connections, options.JournalSchema),
            journal,
            backfills,
            registry,
            connections,
            new Psql(journal, backfills, registry, tables, options));
    }
}
