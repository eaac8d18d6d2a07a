using Dapper;
using Npgsql;

namespace SchemaEvolve.PostgreSql.Tests.Servers;

/// <summary>A database of one test, dropped with all who are still in it.</summary>
public sealed class PostgreSqlDatabase : IAsyncDisposable
{
    private readonly string _server;

    internal PostgreSqlDatabase(string server, string name, int major)
    {
        (_server, Name, Major) = (server, name, major);
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = false }.ConnectionString;
    }

    /// <summary>The name, which is unique on the server.</summary>
    public string Name { get; }

    /// <summary>The major version of the server.</summary>
    public int Major { get; }

    /// <summary>Where it is. Connections are not pooled, so that a dropped database leaves none behind.</summary>
    public string ConnectionString { get; }

    /// <summary>A new open connection.</summary>
    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Runs SQL of one or more statements on a connection of its own.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await connection.ExecuteAsync(sql);
    }

    /// <summary>The rows of a query, on a connection of its own.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql)
    {
        await using var connection = await OpenAsync();
        return [.. await connection.QueryAsync<T>(sql)];
    }

    public async ValueTask DisposeAsync()
    {
        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync();
        await connection.ExecuteAsync($"DROP DATABASE \"{Name}\" WITH (FORCE)");
    }
}
