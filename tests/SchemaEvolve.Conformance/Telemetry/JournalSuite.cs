using System.Globalization;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance.Telemetry;

/// <summary>That the journal can be read by whoever has read about it, whatever the database.</summary>
public abstract class JournalSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private static readonly RecordedMigration Create = Recorded.Migration(1, "Create", schema => schema
        .CreateTable("people", Column.Int64("id").PrimaryKey(), Column.Text("old"), Column.Int32("new")));

    // The table of what was put aside is made when something is.
    private static readonly RecordedMigration Fill = Recorded.Migration(2, "Fill", schema => schema.Table("people").Backfill(
        "parse",
        1,
        reads: ["old"],
        writes: ["new"],
        (page, _) =>
        {
            page.Rows[0].Set("new", int.Parse(page.Rows[0].Get<string>("old"), CultureInfo.InvariantCulture));
            return Task.CompletedTask;
        },
        Undo.Nothing));

    private bool IsPostgreSql => Database.Provider.Engine == Engines.PostgreSql;

    [SetUp]
    public async Task MigrateAsync()
    {
        await Database.Migrator(Create).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO people (id, old) VALUES (1, 'one')");
        await Database.Migrator(new MigratorOptions { Backfills = new() { OnRowError = RowErrors.Quarantine } }, Create, Fill).MigrateAsync();
    }

    [Test]
    public async Task Every_column_of_the_journal_is_documented_and_every_documented_column_is_there()
    {
        var columns = await Database.QueryAsync<string>(IsPostgreSql
            ? "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'schema_evolve'"
            : "SELECT substr(tables.name, 15) || '.' || columns.name FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns WHERE tables.name LIKE 'schema!_evolve!_%' ESCAPE '!' AND tables.type = 'table'");

        // A lease is there only where one is asked for.
        JournalPage.Columns(Database.Provider.Engine).Where(column => !column.StartsWith("lease.", StringComparison.Ordinal)).Should().BeEquivalentTo(columns);
    }

    [Test]
    public async Task The_documented_queries_run()
    {
        foreach (var query in JournalPage.Queries())
        {
            var sql = IsPostgreSql ? query : query
                .Replace("schema_evolve.events", "schema_evolve_events AS events", StringComparison.Ordinal)
                .Replace("schema_evolve.migrations", "schema_evolve_migrations AS migrations", StringComparison.Ordinal)
                .Replace("schema_evolve.approvals", "schema_evolve_approvals AS approvals", StringComparison.Ordinal)
                .Replace("schema_evolve.steps", "schema_evolve_steps AS steps", StringComparison.Ordinal)
                .Replace(" duration,", " duration_ms,", StringComparison.Ordinal);

            await Database.Invoking(database => database.QueryAsync<object>(sql)).Should().NotThrowAsync(query);
        }
    }
}
