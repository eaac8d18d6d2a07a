using Dapper;
using Microsoft.Data.Sqlite;

namespace SchemaEvolve.DependencyInjection.Tests;

/// <summary>An SQLite file that is gone after the test.</summary>
internal sealed class DatabaseFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("schema-evolve-");

    public string Connection => $"Data Source={Path.Combine(_folder.FullName, "app.db")};Pooling=False";

    public IReadOnlyList<string> Tables
    {
        get
        {
            using var connection = new SqliteConnection(Connection);

            return [.. connection.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'schema_evolve%' AND name NOT LIKE 'sqlite%' ORDER BY name")];
        }
    }

    public void Execute(string sql)
    {
        using var connection = new SqliteConnection(Connection);
        connection.Execute(sql);
    }

    public long Ask(string sql)
    {
        using var connection = new SqliteConnection(Connection);
        return connection.ExecuteScalar<long>(sql);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
