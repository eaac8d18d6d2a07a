using System.Data.Common;
using Dapper;
using SchemaEvolve.Operations;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Benchmarks.Rows;

/// <summary>A database with a table of orders to measure on, thrown away afterwards.</summary>
/// <param name="Provider">The database, as migrations see it.</param>
/// <param name="OpenAsync">Another connection, as the application would open it.</param>
/// <param name="DropAsync">Throws it away.</param>
internal sealed record Ground(DatabaseProvider Provider, Func<Task<DbConnection>> OpenAsync, Func<ValueTask> DropAsync) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => DropAsync();

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await connection.ExecuteAsync(sql, commandTimeout: 0);
    }

    /// <summary>Runs a migration, or with nothing to do only makes the journal.</summary>
    public Task<MigrationReport> MigrateAsync(MigratorOptions options, params IReadOnlyList<Operation> operations) =>
        new Migrator(Provider, MigrationSet.OfRecorded(operations.Count == 0 ? [] : [new(1, "Change", [.. operations])]), options).MigrateAsync();
}
