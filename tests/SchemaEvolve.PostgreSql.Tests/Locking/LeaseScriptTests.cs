using Dapper;
using SchemaEvolve.Conformance;
using SchemaEvolve.Conformance.Telemetry;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Tests.Servers;
using SchemaEvolve.PostgreSql.Tests.Suites;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Tests.Locking;

/// <summary>A script goes by the lease where the application does.</summary>
[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.Newest))]
public sealed class LeaseScriptTests(PostgreSqlServer server) : DatabaseTests(server)
{
    private static readonly RecordedMigration Create = Recorded.Migration(1, "Create", schema =>
        schema.CreateTable("notes", Column.Int64("id").PrimaryKey(), Column.Text("text")).Seed(["id", "text"], key: ["id"], [1, "one"]));

    private static readonly RecordedMigration Index = Recorded.Migration(2, "Index", schema => schema.Table("notes").AddIndex("text"));

    // As if another process had taken the lease meanwhile.
    private static readonly RecordedMigration Lose = Recorded.Migration(2, "Lose", schema =>
        schema.Sql(Sql.Raw("UPDATE notes SET text = 'two'; UPDATE schema_evolve.lease SET token = token + 1"), Sql.Empty));

    private DatabaseProvider Provider => PostgreSqlProvider.Create(Database.ConnectionString, new() { LockStrategy = LockStrategy.Lease });

    [Test]
    public async Task It_has_the_lease_from_its_beginning_to_its_end()
    {
        (await RunAsync((await Migrator(Create).PlanAsync()).ToSql())).Should().BeEmpty();

        (await RunAsync((await Migrator(Create, Index).PlanAsync()).ToSql())).Should().BeEmpty();

        (await Database.QueryAsync<string>("SELECT concat_ws(' ', token, coalesce(holder, 'nobody'), expires_at) FROM schema_evolve.lease")).Should().Equal("2 nobody -infinity");
        (await Migrator(Create, Index).MigrateAsync()).Outcome.Should().Be(MigrationOutcome.UpToDate);
    }

    [Test]
    public async Task It_does_not_begin_while_another_process_has_the_lease()
    {
        await Migrator(Create).MigrateAsync();
        var script = (await Migrator(Create, Index).PlanAsync()).ToSql();
        await using var opened = await Provider.Connections.OpenAsync(default);
        await using var held = (await Provider.Lock.TryAcquireAsync(opened.Connection, new("ada", "app-1", 4711, "1.2.3"), default)).Held!;

        var complaint = await RunAsync(script);

        complaint.Should().Contain("Another process is migrating this database. Wait until it is done, and plan again.");
    }

    [Test]
    public async Task It_stops_where_another_process_has_taken_over_and_what_it_did_last_is_undone()
    {
        await Migrator(Create).MigrateAsync();

        var complaint = await RunAsync((await Migrator(Create, Lose).PlanAsync()).ToSql());

        complaint.Should().Contain("The lease of this script ran out, and another process has taken over. Plan again.");
        (await Database.QueryAsync<string>("SELECT text FROM notes")).Should().Equal("one");
    }

    [Test]
    public async Task Whoever_comes_after_one_that_was_killed_waits_for_its_last_statement_only()
    {
        await Migrator(Create).MigrateAsync();
        await using var opened = await Provider.Connections.OpenAsync(default);
        await using var writer = await Database.OpenAsync();
        await using var writing = await writer.BeginTransactionAsync();
        await writer.ExecuteAsync("UPDATE notes SET text = 'two'");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, (await Migrator(Create, Index).PlanAsync()).ToSql());

        using (var psql = PsqlShell.Start(Database.ConnectionString, file))
        {
            await Eventually.BeAsync(async () => (await Database.QueryAsync<bool>(
                "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'CREATE INDEX CONCURRENTLY%' AND wait_event_type = 'Lock')"))[0]);
            psql.Kill();
            await psql.WaitForExitAsync();
        }

        var meanwhile = await Provider.Lock.TryAcquireAsync(opened.Connection, new("ada", "app-1", 4711, "1.2.3"), default);
        await writing.CommitAsync();
        await Migrator(Create, Index).MigrateAsync();
        File.Delete(file);

        meanwhile.Held.Should().BeNull();
        meanwhile.Holder.Should().Contain(" in psql, pid ");
        (await Database.QueryAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_notes_text'::regclass")).Should().Equal(true);
        (await Migrator(Create, Index).MigrateAsync()).Outcome.Should().Be(MigrationOutcome.UpToDate);
    }

    [Test]
    public async Task The_columns_of_the_lease_are_documented()
    {
        await Migrator(Create).MigrateAsync();

        var columns = await Database.QueryAsync<string>("SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'schema_evolve' AND table_name = 'lease'");

        JournalPage.Columns(Engines.PostgreSql).Where(column => column.StartsWith("lease.", StringComparison.Ordinal)).Should().BeEquivalentTo(columns);
    }

    private Task<string> RunAsync(string script) => PsqlShell.RunAsync(Database.ConnectionString, script);

    private Migrator Migrator(params RecordedMigration[] migrations) => new(Provider, MigrationSet.OfRecorded(migrations));
}
