using Microsoft.Extensions.Time.Testing;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Conformance;

/// <summary>What a start does while another process migrates.</summary>
public abstract class LockSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private static readonly Actor Somebody = new("ada", "elsewhere", 4711, "1.0");

    private static readonly RecordedMigration Create = Recorded.Migration(1, "Create", schema => schema.CreateTable("t", Column.Int64("id").PrimaryKey()));

    private static readonly RecordedMigration Add = Recorded.Migration(2, "Add", schema => schema.Table("t").AddColumn(Column.Text("name")));

    [Test]
    public async Task A_start_that_may_not_wait_fails_and_names_the_holder()
    {
        await using var holder = await HoldAsync();

        var start = () => Database.Migrator(new MigratorOptions { WhenLocked = WhenLocked.Fail }, Create).MigrateAsync();

        (await start.Should().ThrowAsync<MigrationLockException>()).Which.Message.Should()
            .StartWith("Another process is migrating this database (").And.Contain("ada");
        (await Database.InspectAsync()).IsEmpty.Should().BeTrue();
    }

    [Test]
    public async Task A_start_that_has_waited_long_enough_fails()
    {
        await using var holder = await HoldAsync();
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMinutes(1) };

        var start = () => Database.Migrator(new MigratorOptions { Clock = clock, LockTimeout = TimeSpan.FromSeconds(30) }, Create).MigrateAsync();

        (await start.Should().ThrowAsync<MigrationLockException>()).Which.Message.Should()
            .StartWith("Another process is still migrating this database after ").And.EndWith("Wait for it, or raise LockTimeout.");
    }

    [Test]
    public async Task A_start_waits_and_then_does_what_is_left()
    {
        var holder = await HoldAsync();
        var waiting = new TaskCompletionSource();
        var clock = new Waiting(waiting);

        var start = Database.Migrator(new MigratorOptions { Clock = clock }, Create).MigrateAsync();
        await waiting.Task;
        await holder.DisposeAsync();

        (await start).Outcome.Should().Be(MigrationOutcome.Migrated);
    }

    [Test]
    public async Task A_start_can_be_cancelled_while_it_waits()
    {
        await using var holder = await HoldAsync();
        using var stop = new CancellationTokenSource();
        var waiting = new TaskCompletionSource();

        var start = Database.Migrator(new MigratorOptions { Clock = new Waiting(waiting) }, Create).MigrateAsync(stop.Token);
        await waiting.Task;
        await stop.CancelAsync();

        await start.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task A_start_that_knows_nothing_new_goes_on_while_others_migrate()
    {
        var staged = new MigratorOptions { Contract = ContractPolicy.Manually, WhenLocked = WhenLocked.ContinueIfCurrent };
        await Database.Migrator(staged, Create).MigrateAsync();
        await Database.Migrator(staged, Create, Add).MigrateAsync();
        await using var holder = await HoldAsync();

        // Its stamp differs, since it would contract; but all it knows has been expanded.
        var report = await Database.Migrator(staged with { Contract = ContractPolicy.Immediately }, Create, Add).MigrateAsync();

        report.Outcome.Should().Be(MigrationOutcome.Continued);
    }

    [Test]
    public async Task A_start_with_nothing_to_do_does_not_ask_for_the_lock()
    {
        await Database.Migrator(Create).MigrateAsync();
        await using var holder = await HoldAsync();

        var report = await Database.Migrator(new MigratorOptions { Contract = ContractPolicy.Immediately, WhenLocked = WhenLocked.Fail }, Create).MigrateAsync();

        report.Outcome.Should().Be(MigrationOutcome.UpToDate);
    }

    [Test]
    public async Task Plan_and_status_do_not_ask_for_the_lock()
    {
        await using var holder = await HoldAsync();

        (await Database.Migrator(Create).PlanAsync()).Steps.Should().ContainSingle();
        (await Database.Migrator(Create).StatusAsync()).Pending.Should().ContainSingle();
    }

    private async Task<Holder> HoldAsync()
    {
        var opened = await Database.Provider.Connections.OpenAsync(default);
        var attempt = await Database.Provider.Lock.TryAcquireAsync(opened.Connection, Somebody, default);

        return new(opened, attempt.Held!);
    }

    private sealed record Holder(OpenedConnection Opened, IHeldLock Held) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Held.DisposeAsync();
            await Opened.DisposeAsync();
        }
    }

    // The clock of the system, which tells when somebody begins to wait by it.
    private sealed class Waiting(TaskCompletionSource waiting) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            waiting.TrySetResult();
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
