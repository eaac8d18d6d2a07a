using System.Diagnostics;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>What goes on in the background, start after start.</summary>
public abstract class WorkSuite<TEngine> : GateGround<TEngine>
    where TEngine : IEngine
{
    [Test]
    public async Task What_was_set_aside_is_dropped_when_its_retention_is_over()
    {
        var migrator = Database.Migrator(New, Create, DropPhone);
        await migrator.ContractAsync();

        (await migrator.WorkAsync()).Steps.Should().BeEmpty();
        await LetPassAsync(TimeSpan.FromDays(8));

        (await migrator.WorkAsync()).Steps.Should().ContainSingle().Which.Phase.Should().Be(Phase.Purge);
        (await StandingAsync(migrator)).State.Should().Be(MigrationState.Purged);
    }

    [Test]
    public async Task What_was_set_aside_can_be_dropped_by_hand()
    {
        var migrator = Database.Migrator(New, Create, DropPhone);
        await migrator.ContractAsync();

        await migrator.PurgeAsync();

        (await StandingAsync(migrator)).State.Should().Be(MigrationState.Purged);
    }

    [Test]
    public async Task In_the_background_mode_a_start_only_expands_and_work_does_the_rest()
    {
        await Database.ExecuteAsync("INSERT INTO customers (id, name) VALUES (1, 'Ada')");
        var migrator = Database.Migrator(New with { WhenToBackfill = Backfilling.Background }, Create, Tidy);

        var start = await migrator.MigrateAsync();
        var halfway = await Database.QueryAsync<string?>("SELECT email FROM customers");
        var work = await migrator.WorkAsync();

        start.Steps.Should().OnlyContain(step => step.Phase == Phase.Expand);
        halfway.Should().Equal([null]);
        work.Steps.Should().OnlyContain(step => step.Phase == Phase.Migrate);
        (await Database.QueryAsync<string?>("SELECT email FROM customers")).Should().Equal("ada");
        (await migrator.WorkAsync()).Should().Match<MigrationReport>(idle => idle.Outcome == MigrationOutcome.UpToDate && idle.LookAgainIn == null);
    }

    [Test]
    public async Task Work_expands_nothing()
    {
        var migrator = Database.Migrator(New, Create, Tidy);

        var report = await migrator.WorkAsync();

        report.Steps.Should().BeEmpty();
        (await migrator.StatusAsync()).Pending.Should().ContainSingle();
    }

    [Test]
    public async Task Work_does_not_wait_for_the_lock()
    {
        var migrator = Database.Migrator(New with { WhenToBackfill = Backfilling.Background }, Create, Tidy);
        await migrator.MigrateAsync();
        await using var opened = await Database.Provider.Connections.OpenAsync(default);
        var attempt = await Database.Provider.Lock.TryAcquireAsync(opened.Connection, new("ada", "elsewhere", 4711, "1.0"), default);
        await using var held = attempt.Held!;

        var report = await migrator.WorkAsync();

        report.Should().Match<MigrationReport>(other => other.Outcome == MigrationOutcome.Continued && other.LookAgainIn == New.Heartbeat);
    }

    [TestCase(Backfilling.Inline)]
    [TestCase(Backfilling.Background)]
    public async Task A_start_is_one_query_before_and_after_each_stage(Backfilling backfill)
    {
        var options = New with { WhenToBackfill = backfill, WhenLocked = WhenLocked.Fail };
        var migrator = Database.Migrator(options, Create, Tidy, DropPhone);

        await migrator.MigrateAsync();
        await ShouldBeOneQueryAsync("it is expanded");
        await migrator.WorkAsync();
        await ShouldBeOneQueryAsync("rows are verified, and a contraction waits");
        await migrator.ContractAsync();
        await ShouldBeOneQueryAsync("it is contracted");
        await LetPassAsync(TimeSpan.FromDays(8));
        await migrator.WorkAsync();
        await ShouldBeOneQueryAsync("it is purged");

        async Task ShouldBeOneQueryAsync(string because)
        {
            await using var opened = await Database.Provider.Connections.OpenAsync(default);
            var attempt = await Database.Provider.Lock.TryAcquireAsync(opened.Connection, new("ada", "elsewhere", 4711, "1.0"), default);
            await using var held = attempt.Held!;

            (await migrator.MigrateAsync()).Outcome.Should().Be(MigrationOutcome.UpToDate, because);
        }
    }

    [Test]
    public async Task When_the_process_that_works_is_killed_another_goes_on()
    {
        await using var counters = await TEngine.CreateAsync();
        var first = Start(counters, "one");
        var killed = Start(counters, "hang behind");
        var next = Start(counters, "go on behind");
        try
        {
            await ShouldSayAsync(first, "ready");
            await first.StandardInput.WriteLineAsync("go");
            await ShouldSayAsync(first, "Migrated");
            await ShouldSayAsync(killed, "ready");
            await killed.StandardInput.WriteLineAsync("go");
            await ShouldSayAsync(killed, "Migrated");
            await ShouldSayAsync(killed, "hanging");
            await ShouldSayAsync(next, "ready");
            await next.StandardInput.WriteLineAsync("go");
            await ShouldSayAsync(next, "UpToDate");

            killed.Kill();

            await ShouldSayAsync(next, "done");
            (await counters.QueryAsync<int>("SELECT value FROM counter")).Should().Equal(11);
            (await counters.HistoryAsync()).Migrations.Should().OnlyContain(migration => migration.State == MigrationState.Migrated);
        }
        finally
        {
            Array.ForEach([first, killed, next], End);
        }
    }

    private static async Task ShouldSayAsync(Process process, string line) => (await process.StandardOutput.ReadLineAsync()).Should().Be(line);

    private static void End(Process process)
    {
        process.Kill();
        process.Dispose();
    }

    private static Process Start(TestDatabase database, string story) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [Path.Combine(TestContext.CurrentContext.TestDirectory, "SchemaEvolve.Starter.dll"), database.Provider.Engine, database.ConnectionString, story])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
