using System.Data.Common;
using Microsoft.Data.Sqlite;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;

namespace SchemaEvolve.Sqlite.Tests.Conformance;

/// <summary>SQLite, with a file in a folder of its own for each test.</summary>
public sealed class SqliteFile : IEngine
{
    public static bool CanMake(Change change) => change is not (
        CreateSchema or DropSchema or CreateSequence or DropSequence or CreateExtension or DropExtension or AddExclusion or DropExclusion or Irreversible);

    public static Task<TestDatabase> CreateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("schema-evolve-");
        var connectionString = $"Data Source={Path.Combine(folder.FullName, "test.db")};Pooling=False";

        return Task.FromResult(new TestDatabase(SqliteProvider.Create(connectionString), connectionString, OpenAsync, DropAsync));

        async Task<DbConnection> OpenAsync()
        {
            var connection = new SqliteConnection(connectionString);
            await connection.OpenAsync();
            return connection;
        }

        ValueTask DropAsync()
        {
            folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    public static Task<Catalog> NormalizeAsync(TestDatabase database, Catalog promised) => Task.FromResult(SqliteCatalog.Normalize(promised));
}
