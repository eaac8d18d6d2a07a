using Dapper;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Npgsql;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Conformance;
using SchemaEvolve.Conformance.Telemetry;
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
        events.Select(one => one.Kind).Should().Equal("applied", "blocked", "unblocked", "applied");
        events[1].Description.Should().Be("Add column email to customers");
        events[1].Blockers.Should().ContainSingle().Which.Should().StartWith($"pid {pid}, application import, user ");
    }

    [Test]
    public async Task Who_is_in_the_way_is_told_everywhere_while_a_step_waits()
    {
        await MigrateAsync(new(), Create);
        await using var import = await WriteAsync();
        var blocker = $"pid {import.ProcessID}, application import, user ";
        var (log, observer) = (new Listener(), new Watcher());
        using var blocked = new MetricCollector<long>(meterScope: null, "SchemaEvolve", "schema_evolve.steps.blocked");
        using var trace = new Trace();
        var options = new MigratorOptions { Logger = log, Observers = [observer] };
        var migrator = new Migrator(PostgreSqlProvider.Create(Database.ConnectionString), MigrationSet.OfRecorded([Create, AddEmail]), options);
        var migrating = migrator.MigrateAsync();
        await Eventually.BeAsync(async () => (await KindsAsync()).Contains("blocked"));

        var (own, other) = ((await migrator.StatusAsync()).InProgress!, (await MigratorOf(new(), [Create, AddEmail]).StatusAsync()).InProgress!);
        var waiting = Mine().Sum(one => one.Value);
        await import.DisposeAsync();
        await migrating;

        foreach (var step in new[] { own, other })
        {
            (step.Name, step.Description, step.IsBlocked).Should().Be(("AddEmail", "Add column email to customers", true));
            step.Blockers.Should().ContainSingle().Which.Should().StartWith(blocker).And.EndWith("INSERT INTO customers VALUES (?, ?)");
        }

        other.By.Should().Contain("SchemaEvolve");
        log.Lines.Should().ContainSingle(line => line.StartsWith($"2 AddEmail waits at: Add column email to customers. customers is to be locked in ACCESS EXCLUSIVE mode. In the way: {blocker}", StringComparison.Ordinal));
        observer.Blockers.Should().Equal(own.Blockers);
        observer.Waited.Should().BePositive();
        trace["expand AddEmail"].Events.Select(one => one.Name).Should().ContainInOrder("blocked", "unblocked");
        trace["expand AddEmail"].Events.First(one => one.Name == "blocked").Tags.First(tag => tag.Key == "schema_evolve.blockers").Value.Should().BeEquivalentTo(own.Blockers);
        (waiting, Mine().Sum(one => one.Value)).Should().Be((1, 0));
        (await migrator.StatusAsync()).InProgress.Should().BeNull();

        IEnumerable<CollectedMeasurement<long>> Mine() => blocked.GetMeasurementSnapshot().Where(one => Equals(one.Tags["db.namespace"], Database.Name));
    }

    [Test]
    public async Task A_step_that_was_killed_while_it_was_blocked_is_not_blocked_for_whoever_comes_next()
    {
        await MigrateAsync(new(), Create);
        await Database.ExecuteAsync(
            """
            INSERT INTO schema_evolve.events (kind, migration, name, phase, description, message, blockers, actor, host, process, app_version)
            VALUES ('blocked', 2, 'AddEmail', 'expand', 'Add column email to customers', 'customers is to be locked.', 'pid 1', 'ada', 'app-1', 4711, '1.2.3')
            """);
        var (begun, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var wait = Recorded.Migration(2, "Wait", schema => schema.RunIrreversible(
            "wait",
            version: 1,
            up: (_, token) =>
            {
                begun.SetResult();
                return goOn.Task.WaitAsync(token);
            },
            reason: "Nothing is changed"));

        var before = (await MigratorOf(new(), [Create, wait]).StatusAsync()).InProgress;
        var migrating = MigrateAsync(new(), Create, wait);
        await (await Task.WhenAny(begun.Task, migrating));
        var during = (await MigratorOf(new(), [Create, wait]).StatusAsync()).InProgress;
        goOn.SetResult();
        await migrating;

        before.Should().BeNull("nobody holds the lock");
        (during?.IsBlocked ?? false).Should().BeFalse();
        (await TimelineAsync())[2].Message.Should().Be("ada@app-1, pid 4711, was gone while others were in its way. Whoever came next has found that.");
        (await KindsAsync()).Should().Equal("applied", "blocked", "stopped", "applied");
    }

    [Test]
    public async Task A_report_tells_of_a_step_whose_connection_was_ended()
    {
        var end = Recorded.Migration(2, "End", schema => schema.RunIrreversible(
            "end the session",
            version: 1,
            up: (code, token) => code.Connection.ExecuteAsync(new CommandDefinition("SELECT pg_terminate_backend(pg_backend_pid())", transaction: code.Transaction, cancellationToken: token)),
            reason: "Nothing is changed"));
        await MigrateAsync(new(), Create);
        var migrator = MigratorOf(new(), [Create, end]);
        await migrator.Invoking(one => one.MigrateAsync()).Should().ThrowAsync<MigrationException>();

        var story = await migrator.ReportAsync(end.Id);

        story.Events.Should().ContainSingle().Which.Message.Should().Contain("The step is undone as a whole; those before it stay. The next start tries this step again.");
        story.Events[0].Code.Should().Be("57P01");
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
        using var blockers = new MetricCollector<double>(meterScope: null, "SchemaEvolve", "schema_evolve.database.blockers");
        var migrating = new Migrator(
            PostgreSqlProvider.Create(Database.ConnectionString, new() { ReportEvery = TimeSpan.FromMilliseconds(50) }),
            MigrationSet.OfRecorded([Create, AddIndex]),
            new() { SampleEvery = TimeSpan.FromMilliseconds(50) }).MigrateAsync();
        await Eventually.BeAsync(async () => (await KindsAsync()).Contains("blocked"));
        await Eventually.BeAsync(() =>
        {
            blockers.RecordObservableInstruments();
            return Task.FromResult(blockers.GetMeasurementSnapshot().Any(one => Equals(one.Tags["db.namespace"], Database.Name) && one.Value == 1));
        });

        await import.DisposeAsync();
        await migrating;

        var events = await TimelineAsync();
        events.Select(one => one.Kind).Should().Equal("applied", "blocked", "unblocked", "applied");
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
        using var retries = new MetricCollector<long>(meterScope: null, "SchemaEvolve", "schema_evolve.step.retries");
        var migrating = MigrateAsync(options, Create, AddIndex);
        await Eventually.BeAsync(async () => (await KindsAsync()).Contains("retried"));
        (await ValidAsync()).Should().Equal(false);

        await import.DisposeAsync();
        await migrating;

        (await ValidAsync()).Should().Equal(true);
        var retried = (await TimelineAsync()).First(one => one.Kind == "retried");
        retried.Code.Should().Be("55P03");
        retried.Sql.Should().StartWith("CREATE INDEX CONCURRENTLY");
        var counted = retries.GetMeasurementSnapshot().Where(one => Equals(one.Tags["db.namespace"], Database.Name)).ToList();
        counted.Sum(one => one.Value).Should().Be((await KindsAsync()).Count(kind => kind == "retried"));
        counted.Should().OnlyContain(one => Equals(one.Tags["error.type"], "55P03") && Equals(one.Tags["schema_evolve.phase"], "expand"));
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

    private sealed class Watcher : IMigrationObserver
    {
        public ValueList<string> Blockers { get; private set; } = [];

        public TimeSpan Waited { get; private set; }

        public void StepBlocked(Step step, string reason, ValueList<string> blockers) => Blockers = blockers;

        public void StepUnblocked(Step step, TimeSpan waited) => Waited = waited;
    }

    private Task<IReadOnlyList<string>> KindsAsync() => Database.QueryAsync<string>("SELECT kind FROM schema_evolve.events ORDER BY number");

    private Task<IReadOnlyList<bool>> ValidAsync() => Database.QueryAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('by_name')");
}
