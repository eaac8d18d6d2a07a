using System.Data.Common;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Suites;

/// <summary>PostgreSQL, with a database of its own for each test.</summary>
/// <typeparam name="TPlace">The place of the server among those that there are.</typeparam>
public sealed class PostgreSqlEngine<TPlace> : IEngine
    where TPlace : IPlace
{
    // The samples' collation and table option are those of SQLite.
    public static bool CanMake(Change change) => change is not (SetCollation or SetTableOptions or DropEnumValue or Irreversible);

    public static async Task<TestDatabase> CreateAsync()
    {
        var database = await PostgreSqlServers.All[TPlace.Index].CreateDatabaseAsync();

        return new(PostgreSqlProvider.Create(database.ConnectionString), database.ConnectionString, OpenAsync, database.DisposeAsync);

        async Task<DbConnection> OpenAsync() => await database.OpenAsync();
    }

    public static Task<Catalog> NormalizeAsync(TestDatabase database, Catalog promised) => Task.FromResult(promised);
}
