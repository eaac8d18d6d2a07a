using Dapper;
using Microsoft.Data.Sqlite;

namespace SchemaEvolve.Sqlite.Tests;

/// <summary>A database file that is not there yet, in a directory of its own that is removed afterwards.</summary>
internal sealed class DatabaseFile : IDisposable
{
    private readonly DirectoryInfo _directory = System.IO.Directory.CreateTempSubdirectory("schema-evolve-");

    public string Directory => _directory.FullName;

    public string Path => System.IO.Path.Combine(Directory, "shop.db");

    public string ConnectionString => new SqliteConnectionStringBuilder { DataSource = Path, DefaultTimeout = 1, Pooling = false }.ToString();

    public IEnumerable<string> Files => _directory.EnumerateFiles().Select(file => file.Name).Order();

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>Makes the file, and runs SQL on it.</summary>
    public DatabaseFile With(string sql)
    {
        using var connection = Open();
        connection.Execute(sql);
        return this;
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
