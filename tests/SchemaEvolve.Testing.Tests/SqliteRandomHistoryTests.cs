using SchemaEvolve.Sqlite;

namespace SchemaEvolve.Testing.Tests;

[TestFixture]
public sealed class SqliteRandomHistoryTests() : RandomHistorySuite(sample: 10)
{
    protected override string Engine => Engines.Sqlite;

    protected override Task<RehearsalReport> RunAsync(MigrationSet migrations, RehearsalOptions options) =>
        Rehearsal.Of(migrations, options).UseSqlite("Data Source=tests.db").RunAsync();

    protected override Task<FreshDatabase> CreateAsync() => FreshDatabases.Of(MigrationSet.Of()).UseSqlite("Data Source=tests.db").CreateAsync();
}
