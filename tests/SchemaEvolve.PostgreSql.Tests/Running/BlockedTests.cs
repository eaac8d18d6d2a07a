using Dapper;
using Npgsql;
using SchemaEvolve.Conformance;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Running;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
public sealed class BlockedTests(PostgreSqlServer server) : DatabaseTests(server)
{
    private static readonly RecordedMigration Create = Recorded.Migration(1, "Create", schema => schema
        .CreateTable("customers", Column.Int64("id").PrimaryKey(), Column.Text("name")));

    private static readonly RecordedMigration AddEmail = Recorded.Migration(2, "AddEmail", schema => schema
        .Table("customers").AddColumn(Column.Text("email")));

    private static readonly RecordedMigration AddIndex = Recorded.Migration(3, "AddIndex", schema => schema
        .Table("customers").AddIndex(["name"], index => index.Named("by_name")));

    [Test]
    public async Task A_step_that_others_keep_waiting_is_told_of_in_the_journal_once_with_their_names()
    {
        await MigrateAsync(new(), Create);
        await using var import = await WriteAsync();
        var pid = import.ProcessID;
        var migrating = MigrateAsync(new(), Create, AddEmail);
        await Eventually.BeAsync(async () => (await KindsAsync()).Contains("blocked"));

        await import.DisposeAsync();
        await migrating;

        var events = await TimelineAsync();
        events.Select(one => one.Kind).Should().Equal("applied", "blocked", "applied");
        events[1].Description.Should().Be("Add column email to customers");
        events[1].Blockers.Should().ContainSingle().Which.Should().StartWith($"pid {pid}, application import, user ");
    }

    [Test]
    public async Task A_step_that_gives_up_tells_the_journal_who_was_in_the_way()
    {
        await MigrateAsync(new(), Create);
        await using var import = await WriteAsync();

        var migrating = () => MigrateAsync(new() { GiveUpAfter = TimeSpan.FromSeconds(0.5) }, Create, AddEmail);

        var failure = (await migrating.Should().ThrowAsync<MigrationFailedException>()).Which;
        failure.Fault!.Blockers.Should().ContainSingle().Which.Should().StartWith($"pid {import.ProcessID}, application import, user ");
        (await TimelineAsync())[^1].Blockers.Should().Equal(failure.Fault.Blockers);
    }

    [Test]
    public async Task An_index_build_that_others_keep_waiting_is_told_of_in_the_journal()
    {
        await MigrateAsync(new(), Create);
        await using var import = await WriteAsync();
        var pid = import.ProcessID;
        var migrating = MigrateAsync(new() { ReportEvery = TimeSpan.FromMilliseconds(50) }, Create, AddIndex);
        await Eventually.BeAsync(async () => (await KindsAsync()).Contains("blocked"));

        await import.DisposeAsync();
        await migrating;

        var events = await TimelineAsync();
        events.Select(one => one.Kind).Should().Equal("applied", "blocked", "applied");
        events[1].Blockers.Should().ContainSingle().Which.Should().StartWith($"pid {pid}, application import, user ");
    }

    [Test]
    public async Task An_index_build_that_fails_because_of_others_is_healed_and_tried_again()
    {
        // Only a lease leaves the limits of the role as they are, so only there a build can run into one.
        var options = new PostgreSqlOptions { LockStrategy = LockStrategy.Lease };
        await MigrateAsync(options, Create);
        await Database.ExecuteAsync($"ALTER DATABASE \"{Database.Name}\" SET lock_timeout = 50");
        await using var import = await WriteAsync();
        var migrating = MigrateAsync(options, Create, AddIndex);
        await Eventually.BeAsync(async () => (await KindsAsync()).Contains("retried"));
        (await ValidAsync()).Should().Equal(false);

        await import.DisposeAsync();
        await migrating;

        (await ValidAsync()).Should().Equal(true);
        var retried = (await TimelineAsync()).First(one => one.Kind == "retried");
        retried.Code.Should().Be("55P03");
        retried.Sql.Should().StartWith("CREATE INDEX CONCURRENTLY");
    }

    [Test]
    public async Task An_index_build_whose_time_is_up_fails()
    {
        var options = new PostgreSqlOptions { LockStrategy = LockStrategy.Lease, GiveUpAfter = TimeSpan.Zero };
        await MigrateAsync(options, Create);
        await Database.ExecuteAsync($"ALTER DATABASE \"{Database.Name}\" SET lock_timeout = 50");
        await using var import = await WriteAsync();

        var migrating = () => MigrateAsync(options, Create, AddIndex);

        (await migrating.Should().ThrowAsync<MigrationFailedException>()).Which.Fault!.Code.Should().Be("55P03");
        (await KindsAsync()).Should().Equal("applied", "retried", "failed");
    }

    private Task<MigrationReport> MigrateAsync(PostgreSqlOptions options, params IEnumerable<RecordedMigration> migrations) =>
        MigratorOf(options, migrations).MigrateAsync();

    private Task<IReadOnlyList<Providers.JournalEvent>> TimelineAsync() => MigratorOf(new(), []).TimelineAsync();

    private Migrator MigratorOf(PostgreSqlOptions options, IEnumerable<RecordedMigration> migrations) =>
        new(PostgreSqlProvider.Create(Database.ConnectionString, options), MigrationSet.OfRecorded(migrations));

    private async Task<NpgsqlConnection> WriteAsync()
    {
        var writer = new NpgsqlConnection($"{Database.ConnectionString};Application Name=import");
        await writer.OpenAsync();
        await writer.BeginTransactionAsync();
        await writer.ExecuteAsync("INSERT INTO customers VALUES (1, 'Ada')");

        return writer;
    }

    private Task<IReadOnlyList<string>> KindsAsync() => Database.QueryAsync<string>("SELECT kind FROM schema_evolve.events ORDER BY number");

    private Task<IReadOnlyList<bool>> ValidAsync() => Database.QueryAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('by_name')");
}
