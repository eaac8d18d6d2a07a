using System.Data.Common;
using Dapper;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Conformance;

/// <summary>A real database that a test has for itself.</summary>
public sealed class TestDatabase(DatabaseProvider provider, string connectionString, Func<Task<DbConnection>> open, Func<ValueTask> drop)
    : IAsyncDisposable
{
    public DatabaseProvider Provider => provider;

    /// <summary>How another process finds the database.</summary>
    public string ConnectionString => connectionString;

    /// <summary>What telemetry calls the database.</summary>
    public string Name
    {
        get
        {
            using var connection = open().GetAwaiter().GetResult();
            return provider.Connections.AddressOf(connection).Name;
        }
    }

    /// <summary>Another connection, as the application would open it.</summary>
    public Task<DbConnection> OpenAsync() => open();

    public ValueTask DisposeAsync() => drop();

    /// <summary>A migrator for tests of one process, which has nobody to wait for.</summary>
    public Migrator Migrator(params IEnumerable<RecordedMigration> migrations) =>
        Migrator(new MigratorOptions { Contract = ContractPolicy.Immediately }, migrations);

    public Migrator Migrator(MigratorOptions options, params IEnumerable<RecordedMigration> migrations) =>
        new(provider, MigrationSet.OfRecorded(migrations), options);

    public async Task<Catalog> InspectAsync()
    {
        await using var opened = await provider.Connections.OpenAsync(default);

        return await provider.Inspector.ReadAsync(opened.Connection, null, default);
    }

    public async Task<History> HistoryAsync()
    {
        await using var opened = await provider.Connections.OpenAsync(default);

        return await provider.Journal.ReadAsync(opened.Connection, null, default);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await connection.ExecuteAsync(sql);
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql)
    {
        await using var connection = await OpenAsync();

        return [.. await connection.QueryAsync<T>(sql)];
    }

    /// <summary>All rows of a table as text, in the order of the text, with the columns in the order of their names.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(string table)
    {
        await using var connection = await OpenAsync();

        return await RowsAsync(connection, table);
    }

    /// <summary>The same on a connection that is open, for whoever asks for many tables.</summary>
    public static async Task<IReadOnlyList<string>> RowsAsync(DbConnection connection, string table)
    {
        var rows = (await connection.QueryAsync($"SELECT * FROM {((Identifier)table).Quoted}")).Cast<IDictionary<string, object?>>();

        return [.. rows.Select(row => string.Join(", ", row.OrderBy(cell => cell.Key, StringComparer.Ordinal).Select(cell => $"{cell.Key}={cell.Value ?? "NULL"}"))).Order(StringComparer.Ordinal)];
    }
}
