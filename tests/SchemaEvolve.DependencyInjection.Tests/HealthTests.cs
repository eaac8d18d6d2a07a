using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using SchemaEvolve.Sqlite;

namespace SchemaEvolve.DependencyInjection.Tests;

public sealed class HealthTests
{
    private DatabaseFile _file = null!;

    [SetUp]
    public void MakeFile() => _file = new();

    [TearDown]
    public void DeleteFile() => _file.Dispose();

    [Test]
    public async Task A_schema_that_is_not_there_yet_is_unhealthy()
    {
        using var host = Build();

        var health = await CheckAsync(host);

        health.Status.Should().Be(HealthStatus.Unhealthy);
        health.Description.Should().Be("This application needs what is not there yet: 2026_01_01_0900 CreateNotes.");
        health.Data["pending"].Should().BeEquivalentTo(new[] { "2026_01_01_0900 CreateNotes" });
    }

    [Test]
    public async Task A_schema_that_is_there_is_healthy()
    {
        using var host = Build();
        await host.MigrateAsync();

        var health = await CheckAsync(host);

        health.Status.Should().Be(HealthStatus.Healthy);
        health.Data["applied"].Should().Be(1);
    }

    [Test]
    public async Task A_contraction_that_waits_is_healthy_and_says_for_what()
    {
        using var first = Build();
        await first.MigrateAsync();
        using var host = Build(new CreateNotes(), new DropText());
        await host.MigrateAsync();

        var health = await CheckAsync(host);

        health.Status.Should().Be(HealthStatus.Healthy);
        ((Dictionary<string, string>)health.Data["contractsWaiting"])["2026_01_04_0900 DropText"].Should().NotBeEmpty();
    }

    [Test]
    public async Task A_schema_that_somebody_has_changed_by_hand_is_degraded()
    {
        using var host = Build();
        await host.MigrateAsync();
        _file.Execute("ALTER TABLE notes DROP COLUMN text");

        var health = await CheckAsync(host);

        health.Status.Should().Be(HealthStatus.Degraded);
        health.Description.Should().StartWith("The schema has drifted. Column text of notes is not in the database");
    }

    [Test]
    public async Task A_database_that_others_have_locked_is_not_waited_for()
    {
        using var host = Build();
        await host.MigrateAsync();
        await using var other = await LockAsync("BEGIN EXCLUSIVE");

        var health = await CheckAsync(host, TimeSpan.FromMilliseconds(50));

        health.Status.Should().Be(HealthStatus.Degraded);
        health.Description.Should().Be("The database has not answered within 0.1 s. It is busy, or others have locked it.");
    }

    [Test]
    public async Task A_database_that_cannot_be_reached_is_unhealthy()
    {
        using var host = Build("Data Source=/nowhere/app.db", new CreateNotes());

        var health = await CheckAsync(host);

        health.Status.Should().Be(HealthStatus.Unhealthy);
        health.Description.Should().Contain("/nowhere does not exist");
    }

    [Test]
    public async Task Each_of_several_databases_has_a_check_of_its_own()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSchemaEvolve(evolve => evolve.UseSqlite(_file.Connection).AddMigrations(new CreateNotes()));
        builder.Services.AddSchemaEvolve("reports", evolve => evolve.UseSqlite("Data Source=/nowhere/app.db").AddMigrations(new CreateReports()));
        builder.Services.AddHealthChecks().Add(SchemaHealth.Check()).Add(SchemaHealth.Check("reports"));
        using var host = builder.Build();
        await host.Services.GetRequiredService<Migrator>().MigrateAsync();

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status).Should()
            .Equal(new Dictionary<string, HealthStatus> { ["schema"] = HealthStatus.Healthy, ["schema reports"] = HealthStatus.Unhealthy });
    }

    [Test]
    public async Task A_step_that_others_keep_waiting_is_degraded_and_says_who_they_are()
    {
        var slow = new SlowNotes();
        using var first = Build();
        await first.MigrateAsync();
        using var host = Build(new CreateNotes(), slow);
        await using var other = await LockAsync("BEGIN IMMEDIATE");
        var migrating = Task.Run(() => host.MigrateAsync());
        HealthCheckResult health;
        do
        {
            health = await CheckAsync(host, TimeSpan.FromSeconds(30));
        }
        while (!health.Data.ContainsKey("blockedBy") || ((string[])health.Data["blockedBy"]).Length == 0);
        await other.DisposeAsync();
        await migrating;

        health.Data["inProgress"].As<string>().Should().EndWith("blocked by another connection, perhaps of another process, which SQLite does not name");
        (await CheckAsync(host)).Status.Should().Be(HealthStatus.Healthy);
    }

    [Test]
    public async Task A_contraction_that_others_keep_waiting_is_degraded()
    {
        using var first = Build();
        await first.MigrateAsync();
        using var host = Build(new CreateNotes(), new DropText());
        await host.MigrateAsync();
        await using var other = await LockAsync("BEGIN IMMEDIATE");
        var contracting = Task.Run(() => host.Services.GetRequiredService<Migrator>().ContractAsync());
        HealthCheckResult health;
        do
        {
            health = await CheckAsync(host, TimeSpan.FromSeconds(30));
        }
        while (!health.Data.ContainsKey("blockedBy") || ((string[])health.Data["blockedBy"]).Length == 0);
        await other.DisposeAsync();
        await contracting;

        health.Status.Should().Be(HealthStatus.Degraded);
        health.Description.Should().StartWith("2026_01_04_0900 DropText, Contract: ").And.Contain("blocked by another connection");
        (await CheckAsync(host)).Status.Should().Be(HealthStatus.Healthy);
    }

    [Test]
    public async Task A_backfill_that_goes_on_is_healthy_and_says_how_far_it_has_come()
    {
        using var first = Build();
        await first.MigrateAsync();
        _file.Execute("WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 5000) INSERT INTO notes (text) SELECT n FROM numbers");
        var (isBetween, goOn) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var batches = 0;
        using var host = Build(
            _file.Connection,
            new BackfillOptions
            {
                Throttle = async _ =>
                {
                    if (++batches == 2)
                    {
                        isBetween.SetResult();
                        await goOn.Task;
                    }

                    return TimeSpan.Zero;
                },
            },
            new CreateNotes(),
            new Shout());
        var migrating = Task.Run(() => host.MigrateAsync());
        await isBetween.Task;

        // Another process knows what the journal knows.
        using var other = Build(new CreateNotes(), new Shout());
        var health = await CheckAsync(other, TimeSpan.FromSeconds(30));
        var rows = _file.Ask("SELECT json_extract(cursor, '$.rows') FROM schema_evolve_steps WHERE state = 'running'");
        goOn.SetResult();
        await migrating;

        health.Data["percent"].Should().Be(100.0 * rows / 5000).And.NotBe(0.0);
        health.Data["inProgress"].As<string>().Should().MatchRegex(@"^2026_01_02_1800 Shout, Migrate: Fill text of notes, [\d.]+ %$");
        (await CheckAsync(host)).Data.Should().NotContainKey("percent");
    }

    private async Task<SqliteConnection> LockAsync(string begin)
    {
        var connection = new SqliteConnection(_file.Connection);
        await connection.OpenAsync();
        await using var command = new SqliteCommand(begin, connection);
        await command.ExecuteNonQueryAsync();

        return connection;
    }

    private IHost Build(params Migration[] migrations) => Build(_file.Connection, migrations is [] ? [new CreateNotes()] : migrations);

    private static IHost Build(string connection, params Migration[] migrations) => Build(connection, new BackfillOptions(), migrations);

    private static IHost Build(string connection, BackfillOptions backfills, params Migration[] migrations)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSchemaEvolve(evolve => evolve.UseSqlite(connection).AddMigrations(migrations).Configure(options => options with { WhenToBackfill = Backfilling.Inline, Backfills = backfills }));

        return builder.Build();
    }

    private static Task<HealthCheckResult> CheckAsync(IHost host, TimeSpan? limit = null)
    {
        var registration = SchemaHealth.Check(limit);

        return registration.Factory(host.Services).CheckHealthAsync(new() { Registration = registration });
    }
}
