using BenchmarkDotNet.Attributes;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;
using SchemaEvolve.Sqlite;

namespace SchemaEvolve.Benchmarks;

/// <summary>Planning alone: no database, no clock, no log.</summary>
[MemoryDiagnoser]
public class Planning
{
    private readonly IDialect _dialect = SqliteProvider.Create("Data Source=never-opened.db").Dialect;
    private IReadOnlyList<RecordedMigration> _migrations = [];

    /// <summary>How many migrations there are.</summary>
    [Params(100, 1000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Record() => _migrations = Histories.OfLength(Length);

    [Benchmark]
    public Plan Plan() => Planner.Plan(_migrations, History.Empty, Catalog.Empty, Engines.Sqlite, _dialect, new(OutOfOrder.AllowIfIndependent) { IsAlone = true });
}
