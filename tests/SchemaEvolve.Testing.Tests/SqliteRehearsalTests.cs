using SchemaEvolve.Sqlite;
using SchemaEvolve.Testing.Rehearsing;

namespace SchemaEvolve.Testing.Tests;

[TestFixture]
public sealed class SqliteRehearsalTests : RehearsalSuite
{
    private protected override Recipe ToAnswers => Recipe.Of(RehearseAnswers);

    protected override int CutOffsEach => 2;

    [Test]
    public void A_rehearsal_that_finds_nothing_says_so() =>
        new RehearsalReport([]) { Rehearsed = 7 }.ToString().Should().Be("All 7 migrations go up, down and up again.");

    protected override Task<RehearsalReport> RunAsync(MigrationSet migrations, RehearsalOptions options) =>
        Rehearsal.Of(migrations, options).UseSqlite("Data Source=tests.db").RunAsync();

    protected override Task<FreshDatabase> CopyableAsync() => FreshDatabases.Of(MigrationSet.Of()).UseSqlite("Data Source=tests.db").CreateAsync();

    protected override Task<RehearsalReport> RehearseQuickStartAsync() => Rehearsal.RunAsync(QuickStartShop.OnSqlite, "Data Source=tests.db");

    private static Rehearsal RehearseAnswers(string connectionString) =>
        Rehearsal.Of(MigrationSet.OfRecorded(Open, Answers), new() { CutOffs = CutOffs.Every }).UseSqlite(connectionString);
}
