using BenchmarkDotNet.Attributes;
using Microsoft.Data.Sqlite;
using SchemaEvolve.Sqlite;

namespace SchemaEvolve.Benchmarks;

/// <summary>A hundred migrations on an empty database, against the same statements in one transaction with a history table by hand.</summary>
[MemoryDiagnoser]
public class EmptyDatabase
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("schema-evolve-benchmark-");
    private string[] _script = [];
    private int _count;

    private string ConnectionString => $"Data Source={Path.Combine(_folder.FullName, $"{_count++}.db")};Pooling=False";

    [GlobalSetup]
    public async Task WriteScriptAsync() => _script = [.. Histories.StatementsOf(await NewMigrator().PlanAsync())];

    [GlobalCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    [Benchmark(Baseline = true)]
    public async Task ByHand()
    {
        await using var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var statement in _script.Append("CREATE TABLE history (id INTEGER PRIMARY KEY)"))
        {
            await ExecuteAsync(connection, statement);
        }

        for (var number = 1; number <= 100; number++)
        {
            await ExecuteAsync(connection, $"INSERT INTO history VALUES ({number})");
        }

        await transaction.CommitAsync();
    }

    [Benchmark]
    public Task<MigrationReport> SchemaEvolve() => NewMigrator().MigrateAsync();

    private static async Task ExecuteAsync(SqliteConnection connection, string statement)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }

    private Migrator NewMigrator() => new(SqliteProvider.Create(ConnectionString), MigrationSet.OfRecorded(Histories.OfLength(100)));
}
