using System.Collections.Concurrent;
using Npgsql;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;
using SchemaEvolve.Operations;
using SchemaEvolve.PostgreSql.Tests.Changes;
using SchemaEvolve.PostgreSql.Tests.Servers;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Tests.Suites;

/// <summary>PostgreSQL, with a database of its own for each test.</summary>
/// <typeparam name="TPlace">Where the server is to be found.</typeparam>
public sealed class PostgreSqlEngine<TPlace> : IEngine
    where TPlace : IPlace
{
    // A server writes a catalog down the same way each time, and leaves as it is what it wrote.
    private static readonly ConcurrentDictionary<Catalog, Task<Catalog>> Written = new();

    private static PostgreSqlServer Server => TPlace.Server;

    // The table option of the samples is SQLite's.
    public static bool CanMake(Change change) => change is not (SetTableOptions or DropEnumValue or Irreversible);

    public static async Task<TestDatabase> CreateAsync() => Of(await CreateEmptyAsync());

    public static async Task<TestDatabase> CloneAsync(TestDatabase database) =>
        Of(await Server.CreateDatabaseAsync(new NpgsqlConnectionStringBuilder(database.ConnectionString).Database!));

    public static async Task<Catalog> NormalizeAsync(TestDatabase database, Catalog promised)
    {
        var written = await Written.GetOrAdd(promised, WriteAsync);
        Written.TryAdd(written, Task.FromResult(written));
        return written;
    }

    public static DatabaseProvider ForShell(TestDatabase database) => database.Provider;

    public static Task<string> RunScriptAsync(TestDatabase database, string script) => PsqlShell.RunAsync(database.ConnectionString, script);

    public static bool MustCopy(Operation operation) => false;

    // A copy of the table has another file; a row that is written has another version, at another place.
    public static async Task<string> StorageAsync(TestDatabase database, string table) => string.Join("; ", await database.QueryAsync<string>(
        $"""
        SELECT pg_relation_filenode('{table}')::text
        UNION ALL
        SELECT ctid || ' of ' || xmin FROM {table}
        """));

    public static Task WriteBehindTriggersAsync(TestDatabase database, string table, string sql) =>
        database.ExecuteAsync($"SET session_replication_role = replica; {sql}; RESET session_replication_role");

    private static TestDatabase Of(PostgreSqlDatabase database) =>
        new(PostgreSqlProvider.Create(database.ConnectionString), database.ConnectionString, async () => await database.OpenAsync(), database.DisposeAsync);

    private static async Task<Catalog> WriteAsync(Catalog promised)
    {
        await using var other = await LiveCatalog.CreateAsync(await CreateEmptyAsync(), promised);

        return await other.InspectAsync();
    }

    // The collation of the samples is SQLite's too, but here anybody can have one of that name.
    private static async Task<PostgreSqlDatabase> CreateEmptyAsync()
    {
        var database = await Server.CreateDatabaseAsync();
        await database.ExecuteAsync("CREATE COLLATION \"NOCASE\" FROM \"C\"");
        return database;
    }
}
