using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using SchemaEvolve.PostgreSql;
using SchemaEvolve.PostgreSql.Tests.Servers;
using SchemaEvolve.Providers;
using SchemaEvolve.Sqlite;
using SchemaEvolve.Testing;

namespace SchemaEvolve.Benchmarks.Fresh;

/// <summary>Where databases are made, empty ones and fresh ones.</summary>
/// <param name="Name">The database system, with its version.</param>
/// <param name="Engine">The database system, as <see cref="Engines"/> names it.</param>
/// <param name="Provider">The database that a connection string leads to.</param>
/// <param name="Connect">A connection that is not open yet.</param>
/// <param name="CreateAsync">Makes an empty database, and says where it is.</param>
/// <param name="Choose">Lets fresh databases be made at a place where none was made before.</param>
internal sealed record Ground(
    string Name,
    string Engine,
    Func<string, DatabaseProvider> Provider,
    Func<string, DbConnection> Connect,
    Func<Task<string>> CreateAsync,
    Func<MigrationSet, FreshDatabaseOptions, Task<FreshDatabases>> Choose)
{
    /// <summary>Files in a folder.</summary>
    public static Ground Sqlite(DirectoryInfo folder) => new(
        Engines.Sqlite,
        Engines.Sqlite,
        SqliteProvider.Create,
        connectionString => new SqliteConnection(connectionString),
        () => Task.FromResult($"Data Source={Path.Combine(folder.FullName, $"{Guid.NewGuid():n}.db")};Pooling=False"),
        (migrations, options) => Task.FromResult(FreshDatabases
            .Of(migrations, options with { Folder = folder.CreateSubdirectory($"{Guid.NewGuid():n}").FullName })
            .UseSqlite("Data Source=any.db")));

    /// <summary>Databases on a server.</summary>
    public static Ground PostgreSql(PostgreSqlServer server) => new(
        $"{server}",
        Engines.PostgreSql,
        connectionString => PostgreSqlProvider.Create(connectionString),
        connectionString => new NpgsqlConnection(connectionString),
        async () => (await server.CreateDatabaseAsync()).ConnectionString,
        async (migrations, options) => FreshDatabases.Of(migrations, options).UsePostgreSql((await server.CreateDatabaseAsync()).ConnectionString));
}
