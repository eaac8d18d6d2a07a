using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance.Telemetry;

/// <summary>What a run tells those who watch it, whatever the database.</summary>
public abstract class TelemetrySuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private static readonly RecordedMigration CreatePeople = Recorded.Migration(2026_01_01_0900, "CreatePeople", schema => schema
        .CreateTable("people", Column.Int64("id").PrimaryKey(), Column.Text("name"), Column.Text("phone")));

    private static readonly RecordedMigration AddEmail =
        Recorded.Migration(2026_01_02_0900, "AddEmail", schema => schema.Table("people").AddColumn(Column.Text("email"))) with { Scope = "people", Owner = "crm" };

    private static readonly RecordedMigration FillPhones = Recorded.Migration(2026_01_02_0900, "FillPhones", schema => schema
        .Table("people").Backfill("phone", $"'none'", Undo.Nothing, where: $"phone IS NULL"));

    private static readonly RecordedMigration DropPhone = Recorded.Migration(2026_01_03_0900, "DropPhone", schema => schema
        .Table("people").DropColumn("phone"));

    private static readonly RecordedMigration Break = Recorded.Migration(2026_01_02_0900, "Break", schema => schema
        .Sql(Sql.Raw("INSERT INTO nowhere VALUES ('s3cret')"), Sql.Empty));

    [Test]
    public async Task A_run_has_its_steps_and_statements_beneath_it()
    {
        await Database.Migrator(CreatePeople).MigrateAsync();
        using var trace = new Trace();

        await Database.Migrator(CreatePeople, AddEmail).MigrateAsync();

        trace.Paths.Should().Contain(["migrate", "migrate > wait for lock", "migrate > expand AddEmail"])
            .And.Contain(path => path.StartsWith("migrate > expand AddEmail > ", StringComparison.Ordinal));
        Tags(trace["migrate"]).Should().Contain("db.system.name", Database.Provider.Engine.ToLowerInvariant())
            .And.ContainKey("db.namespace")
            .And.Contain("schema_evolve.outcome", "migrated");
        Tags(trace["expand AddEmail"]).Should().Contain("schema_evolve.migration.id", "202601020900")
            .And.Contain("schema_evolve.migration.owner", "crm")
            .And.Contain("schema_evolve.migration.scope", "people")
            .And.Contain("schema_evolve.phase", "expand")
            .And.Contain("schema_evolve.step", "Add column email to people");
        var statement = trace.Spans.First(span => span.Kind == ActivityKind.Client);
        Tags(statement)["db.operation.name"].Should().EndWith("ALTER TABLE");
        Tags(statement)["db.query.text"].Should().Contain("ADD COLUMN");
        trace.Spans.Should().OnlyContain(span => span.Status == ActivityStatusCode.Unset);
    }

    [Test]
    public async Task A_start_with_nothing_to_do_is_one_span()
    {
        await Database.Migrator(CreatePeople).MigrateAsync();
        using var trace = new Trace();

        await Database.Migrator(CreatePeople).MigrateAsync();

        trace.Paths.Should().Equal("migrate");
        Tags(trace["migrate"]).Should().Contain("schema_evolve.outcome", "uptodate");
    }

    [Test]
    public async Task What_fails_is_marked_from_the_statement_up_to_the_run()
    {
        await Database.Migrator(CreatePeople).MigrateAsync();
        using var trace = new Trace();

        var failure = (await Database.Migrator(CreatePeople, Break).Invoking(migrator => migrator.MigrateAsync())
            .Should().ThrowAsync<MigrationFailedException>()).Which;

        foreach (var span in new[] { trace["INSERT"], trace["expand Break"], trace["migrate"] })
        {
            span.Status.Should().Be(ActivityStatusCode.Error);
            Tags(span).Should().Contain("error.type", failure.Fault!.Code);
            span.Events.Should().ContainSingle(one => one.Name == "exception")
                .Which.Tags.Should().Contain(new KeyValuePair<string, object?>("exception.message", failure.Fault.ToString()));
        }

        Tags(trace["INSERT"]).Should().Contain("db.response.status_code", failure.Fault!.Code)
            .And.Contain("db.query.text", "INSERT INTO nowhere VALUES (?)");
    }

    [Test]
    public async Task A_backfill_tells_its_rows_and_has_no_span_for_each_batch()
    {
        await Database.Migrator(CreatePeople).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO people (id) VALUES (1), (2), (3)");
        using var trace = new Trace();
        using var rows = Collect<long>("schema_evolve.backfill.rows");
        using var left = Collect<long>("schema_evolve.backfill.rows.left");
        using var batches = Collect<double>("schema_evolve.backfill.batch.duration");

        await Database.Migrator(CreatePeople, FillPhones).MigrateAsync();

        trace.Paths.Should().Contain("migrate > migrate FillPhones > backfill people");
        Tags(trace["backfill people"]).Should().Contain("schema_evolve.rows", "3").And.Contain("schema_evolve.rows.written", "3");
        trace.Spans.Should().NotContain(span => span.ParentSpanId == trace["backfill people"].SpanId);
        Mine(rows).Sum(one => one.Value).Should().Be(3);
        Mine(left)[^1].Value.Should().Be(0);
        Mine(left)[^1].Tags.Should().Contain("schema_evolve.migration.name", "FillPhones");
        Mine(batches).Should().NotBeEmpty();
    }

    [Test]
    public async Task Gates_are_looked_at_in_a_span_and_counted()
    {
        await Database.Migrator(CreatePeople).MigrateAsync();
        using var trace = new Trace();
        using var gates = Collect<long>("schema_evolve.gates");
        using var contracts = Collect<long>("schema_evolve.contracts");

        await Database.Migrator(new MigratorOptions(), CreatePeople, DropPhone).MigrateAsync();

        trace.Spans.Should().Contain(span => span.DisplayName == "check gates"
            && span.Events.Any(one => one.Name == "gate shut" && Equals(one.Tags.First(tag => tag.Key == "schema_evolve.migration.name").Value, "DropPhone")));
        Last(gates, "schema_evolve.gate.state", "open").Should().BePositive();
        Last(gates, "schema_evolve.gate.state", "shut").Should().BePositive();
        Last(contracts, "schema_evolve.contract.state", "due").Should().Be(0);
        Last(contracts, "schema_evolve.contract.state", "waiting").Should().Be(1);
    }

    [Test]
    public async Task What_a_run_does_is_counted_and_measured()
    {
        await Database.Migrator(CreatePeople).MigrateAsync();
        using var migrations = Collect<long>("schema_evolve.migrations");
        using var steps = Collect<double>("schema_evolve.step.duration");
        using var runs = Collect<double>("schema_evolve.run.duration");
        using var locks = Collect<double>("schema_evolve.lock.wait.duration");
        using var errors = Collect<long>("schema_evolve.errors");

        await Database.Migrator(CreatePeople, AddEmail).MigrateAsync();
        var failure = (await Database.Migrator(CreatePeople, AddEmail, Break with { Id = 2026_01_04_0900 })
            .Invoking(migrator => migrator.MigrateAsync()).Should().ThrowAsync<MigrationFailedException>()).Which;

        Mine(migrations).Should().ContainSingle().Which.Tags.Should().Contain("schema_evolve.migration.state", "migrated");
        Mine(steps).Select(step => step.Tags.GetValueOrDefault("error.type") ?? "").Should().Equal("", failure.Fault!.Code);
        Mine(runs).Select(run => run.Tags.GetValueOrDefault("schema_evolve.outcome") ?? run.Tags["error.type"]).Should().Equal("migrated", failure.Fault.Code);
        Mine(locks).Should().HaveCount(2);
        Mine(errors).Should().ContainSingle().Which.Tags.Should().Contain("error.type", failure.Fault.Code).And.Contain("schema_evolve.phase", "expand");
        migrations.Instrument!.Unit.Should().Be("{migration}");
        steps.Instrument!.Unit.Should().Be("s");
    }

    [Test]
    public async Task How_the_database_fares_is_sampled_while_a_step_runs_and_only_then()
    {
        using var signal = Collect<double>(Database.Provider.Engine == Engines.PostgreSql ? "schema_evolve.database.transactions" : "schema_evolve.database.wal.size");
        var patient = Recorded.Migration(2026_01_02_0900, "Patient", schema => schema.RunIrreversible(
            "wait for a sample",
            version: 1,
            up: (_, _) => Eventually.BeAsync(() =>
            {
                signal.RecordObservableInstruments();
                return Task.FromResult(Mine(signal).Count > 0);
            }),
            reason: "Nothing is changed"));
        var options = new MigratorOptions { SampleEvery = TimeSpan.FromMilliseconds(10) };
        await Database.Migrator(CreatePeople).MigrateAsync();

        await Database.Migrator(options, CreatePeople, patient).MigrateAsync();

        signal.Clear();
        signal.RecordObservableInstruments();
        Mine(signal).Should().BeEmpty();
    }

    [Test]
    public async Task An_observer_hears_all_in_the_order_in_which_it_happens()
    {
        var heard = new Observer();
        await Database.Migrator(new MigratorOptions { Observers = [heard] }, CreatePeople).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO people (id) VALUES (1)");
        await Database.Migrator(new MigratorOptions { Observers = [heard] }, CreatePeople, FillPhones).MigrateAsync();
        await Database.Migrator(new MigratorOptions { Observers = [heard] }, CreatePeople, FillPhones, Break with { Id = 2026_01_04_0900 })
            .Invoking(migrator => migrator.MigrateAsync()).Should().ThrowAsync<MigrationFailedException>();

        heard.News.Where((one, place) => place == 0 || one != heard.News[place - 1]).Should().Equal(
            "Migrate started",
            "CreatePeople started",
            "CreatePeople ended",
            "Migrate ended: Migrated",
            "Migrate started",
            "FillPhones started",
            "FillPhones advanced",
            "FillPhones ended",
            "Migrate ended: Migrated",
            "Migrate started",
            "Break started",
            "Break failed",
            "Migrate failed");
    }

    [Test]
    public async Task An_observer_that_fails_is_logged_and_the_run_goes_on()
    {
        var log = new Listener();

        var report = await Database.Migrator(new MigratorOptions { Observers = [new Broken()], Logger = log }, CreatePeople).MigrateAsync();

        report.Outcome.Should().Be(MigrationOutcome.Migrated);
        log.Lines.Should().Contain("The observer Broken failed. The run goes on without it.");
    }

    [Test]
    public async Task Progress_that_fails_is_logged_and_the_run_goes_on()
    {
        var log = new Listener();
        var options = new MigratorOptions { Progress = new Broken(), Backfills = new() { Progress = new Broken() }, Logger = log };
        await Database.Migrator(CreatePeople).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO people (id, name) VALUES (1, 'Ada')");

        var report = await Database.Migrator(options, CreatePeople, FillPhones).MigrateAsync();

        report.Outcome.Should().Be(MigrationOutcome.Migrated);
        log.Lines.Should().Contain("The observer Broken failed. The run goes on without it.");
    }

    private static Dictionary<string, string> Tags(Activity span) =>
        span.TagObjects.ToDictionary(tag => tag.Key, tag => Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "");

    private static MetricCollector<T> Collect<T>(string name)
        where T : struct => new(meterScope: null, "SchemaEvolve", name);

    // Other tests may run at the same time, on databases of other names.
    private IReadOnlyList<CollectedMeasurement<T>> Mine<T>(MetricCollector<T> collector)
        where T : struct => [.. collector.GetMeasurementSnapshot().Where(one => Equals(one.Tags["db.namespace"], Database.Name))];

    private long Last(MetricCollector<long> collector, string tag, string state) => Mine(collector).Last(one => Equals(one.Tags[tag], state)).Value;

    private sealed class Observer : IMigrationObserver
    {
        public List<string> News { get; } = [];

        public void RunStarted(RunKind run) => News.Add($"{run} started");

        public void RunEnded(RunKind run, MigrationReport report) => News.Add($"{run} ended: {report.Outcome}");

        public void RunFailed(RunKind run, Exception error) => News.Add($"{run} failed");

        public void StepStarted(Step step) => News.Add($"{step.Migration.Name} started");

        public void StepEnded(Step step, TimeSpan elapsed) => News.Add($"{step.Migration.Name} ended");

        public void StepFailed(Step step, MigrationFailedException error) => News.Add($"{step.Migration.Name} failed");

        public void BackfillAdvanced(BackfillProgress progress) => News.Add($"{progress.Step.Migration.Name} advanced");
    }

    private sealed class Broken : IMigrationObserver, IProgress<MigrationProgress>, IProgress<BackfillProgress>
    {
        public void StepStarted(Step step) => throw new InvalidOperationException("I am broken.");

        public void Report(MigrationProgress value) => throw new InvalidOperationException("I am broken too.");

        public void Report(BackfillProgress value) => throw new InvalidOperationException("So am I.");
    }
}
