using BenchmarkDotNet.Attributes;
using Microsoft.Data.Sqlite;
using SchemaEvolve.Sqlite;

namespace SchemaEvolve.Benchmarks;

/// <summary>A start with nothing to do, everything rebuilt per call, against a version check by hand.</summary>
[MemoryDiagnoser]
public class NoOpStart
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("schema-evolve-benchmark-");
    private string _connectionString = "";

    [GlobalSetup]
    public async Task MigrateAsync()
    {
        _connectionString = $"Data Source={Path.Combine(_folder.FullName, "no-op.db")};Pooling=False";
        await SchemaEvolve();
    }

    [GlobalCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    [Benchmark(Baseline = true)]
    public async Task<bool> ByHand()
    {
        await using var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM schema_evolve_migrations";
        return await command.ExecuteScalarAsync() is 100L;
    }

    [Benchmark]
    public Task<MigrationReport> SchemaEvolve() =>
        new Migrator(SqliteProvider.Create(_connectionString), MigrationSet.OfRecorded(Histories.OfLength(100))).MigrateAsync();
}
