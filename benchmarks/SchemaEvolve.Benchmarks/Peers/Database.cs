using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace SchemaEvolve.Benchmarks.Peers;

/// <summary>A database. Connections are not pooled: a start is the first that a process does.</summary>
/// <param name="Engine">The database system, as <see cref="Engines"/> names it.</param>
/// <param name="ConnectionString">Where it is.</param>
internal sealed record Database(string Engine, string ConnectionString)
{
    /// <summary>Whether it is a file.</summary>
    public bool IsFile => Engine == Engines.Sqlite;

    /// <summary>A connection that is not open yet.</summary>
    public DbConnection Connect() => IsFile ? new SqliteConnection(ConnectionString) : new NpgsqlConnection(ConnectionString);

    /// <summary>Runs a statement on a connection of its own.</summary>
    public async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
