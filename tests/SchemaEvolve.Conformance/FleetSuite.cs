using System.Data.Common;
using Microsoft.Extensions.Time.Testing;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Conformance;

/// <summary>Instances of the application that run keep a contraction waiting, and those that are gone do not.</summary>
public abstract class FleetSuite<TEngine> : GateGround<TEngine>
    where TEngine : IEngine
{
    [Test]
    public async Task A_running_older_instance_keeps_the_gate_shut_and_is_named()
    {
        var migrator = Database.Migrator(New with { Soak = TimeSpan.Zero }, Create, DropPhone);
        await using var old = await Database.Migrator(Old, Create).JoinAsync();
        await using var presence = await MigrateAndJoinAsync(migrator);

        (await migrator.WorkAsync()).Steps.Should().BeEmpty();

        (await StandingAsync(migrator)).Gates.Where(gate => !gate.IsOpen).Should().ContainSingle().Which.Why.Should()
            .StartWith($"Version 1.0 on {Environment.MachineName} (pid {Environment.ProcessId}) was seen ")
            .And.EndWith(" ago and knows migrations up to 2026_01_01_0900 only.");
        (await migrator.StatusAsync()).Instances.Select(instance => instance.AppVersion).Should().BeEquivalentTo("1.0", "2.0");
    }

    [Test]
    public async Task An_older_instance_that_leaves_opens_the_gate()
    {
        var migrator = Database.Migrator(New with { Soak = TimeSpan.Zero }, Create, DropPhone);
        var old = await Database.Migrator(Old, Create).JoinAsync();
        await using var presence = await MigrateAndJoinAsync(migrator);

        await old.DisposeAsync();

        (await migrator.WorkAsync()).Steps.Should().ContainSingle();
    }

    [Test]
    public async Task An_instance_that_knows_newer_migrations_but_not_one_that_was_merged_late_keeps_the_gate_shut()
    {
        var newer = Recorded.Migration(2026_01_05_0900, "Newer", schema => schema.CreateTable("newer", Column.Int64("id").PrimaryKey()));
        await Database.Migrator(Old, Create, newer).MigrateAsync();
        await using var old = await Database.Migrator(Old, Create, newer).JoinAsync();
        var migrator = Database.Migrator(New with { Soak = TimeSpan.Zero }, Create, DropPhone, newer);

        await migrator.MigrateAsync();

        (await StandingAsync(migrator)).Gates.Where(gate => !gate.IsOpen).Should().ContainSingle().Which.Why.Should()
            .EndWith("does not know it, though it knows 2026_01_05_0900.");
    }

    [Test]
    public async Task A_dead_older_instance_stops_counting_after_its_time()
    {
        var frozen = Old with { Clock = new FakeTimeProvider() };
        await using var old = await Database.Migrator(frozen, Create).JoinAsync();
        var migrator = Database.Migrator(New with { Soak = TimeSpan.Zero }, Create, DropPhone);
        await using var presence = await MigrateAndJoinAsync(migrator);

        await AgeAsync("instances", "seen_at", TimeSpan.FromSeconds(30), "app_version = '1.0'");
        (await migrator.WorkAsync()).Steps.Should().BeEmpty();
        await AgeAsync("instances", "seen_at", TimeSpan.FromSeconds(30), "app_version = '1.0'");
        (await migrator.WorkAsync()).Steps.Should().BeEmpty("nobody was heard for long enough to witness the silence");
        (await StandingAsync(migrator)).Gates.Where(gate => !gate.IsOpen).Should().ContainSingle().Which.Why.Should()
            .EndWith("It counts as gone when another instance has been heard without a break for 35 s meanwhile.");
        await AgeAsync("instances", "steady_since", TimeSpan.FromSeconds(60), "app_version = '2.0'");

        (await migrator.WorkAsync()).Steps.Should().ContainSingle();
    }

    [Test]
    public async Task A_clock_of_one_process_that_jumps_neither_kills_it_nor_keeps_it_busy()
    {
        var clock = new FakeTimeProvider();
        var counted = new CountedConnections(Database.Provider.Connections);
        var jumping = new Migrator(Database.Provider with { Connections = counted }, MigrationSet.OfRecorded(Create), Old with { Clock = clock });
        await using var presence = await jumping.JoinAsync();
        await AgeAsync("instances", "seen_at", TimeSpan.FromSeconds(30));

        clock.Advance(TimeSpan.FromDays(1));
        await Eventually.BeAsync(async () => (await jumping.StatusAsync()).Instances.Single().Silence < TimeSpan.FromSeconds(30));

        (await jumping.StatusAsync()).Instances.Should().ContainSingle().Which.IsLive.Should().BeTrue();
        counted.Heartbeats.Should().BeLessThan(100, "a day has 8640 heartbeats, and one is enough to be there again");
    }

    [Test]
    public async Task A_clock_of_the_server_that_jumps_kills_nobody()
    {
        var clock = new FakeTimeProvider();
        await using var old = await Database.Migrator(Old with { Clock = new FakeTimeProvider() }, Create).JoinAsync();
        var migrator = Database.Migrator(New with { Soak = TimeSpan.Zero, Clock = clock }, Create, DropPhone);
        await using var presence = await MigrateAndJoinAsync(migrator);
        await AgeAsync("instances", "steady_since", TimeSpan.FromMinutes(5));

        // To the server, all of it was a day ago; then the new version is heard again, the old one not yet.
        await LetPassAsync(TimeSpan.FromDays(2));
        clock.Advance(New.Heartbeat);
        await Eventually.BeAsync(async () => (await migrator.StatusAsync()).Instances.Any(instance => instance.IsLive));

        (await migrator.WorkAsync()).Steps.Should().BeEmpty();
        (await migrator.StatusAsync()).Instances.Should().HaveCount(2, "who looks long gone after a jump is not swept away either");
    }

    [Test]
    public async Task An_instance_that_is_long_dead_is_swept_away()
    {
        var clock = new FakeTimeProvider();
        await using var old = await Database.Migrator(Old with { Clock = new FakeTimeProvider() }, Create).JoinAsync();
        await using var presence = await Database.Migrator(New with { Clock = clock }, Create).JoinAsync();
        await AgeAsync("instances", "seen_at", TimeSpan.FromDays(2), "app_version = '1.0'");
        await AgeAsync("instances", "steady_since", TimeSpan.FromMinutes(5), "app_version = '2.0'");

        clock.Advance(New.Heartbeat);

        await Eventually.BeAsync(async () => (await Database.Migrator(New, Create).StatusAsync()).Instances.Select(instance => instance.AppVersion).SequenceEqual(["2.0"]));
    }

    [Test]
    public async Task Nobody_joins_where_there_is_no_journal()
    {
        await using var empty = await TEngine.CreateAsync();

        var join = () => empty.Migrator(New, Create).JoinAsync();

        (await join.Should().ThrowAsync<MigrationHistoryException>()).Which.Message.Should()
            .Be("There is no journal in this database yet, or only that of an older release, so nobody can join it. Call MigrateAsync first.");
    }

    [Test]
    public async Task An_older_instance_that_joins_while_a_contraction_begins_stops_it()
    {
        var options = New with { Soak = TimeSpan.Zero, Contract = ContractPolicy.Manually };
        await using var presence = await MigrateAndJoinAsync(Database.Migrator(options, Create, DropPhone));
        IAsyncDisposable? old = null;
        var joined = new CountedConnections(Database.Provider.Connections) { BeforeStatements = async () => old ??= await Database.Migrator(Old, Create).JoinAsync() };
        var migrator = new Migrator(Database.Provider with { Connections = joined }, MigrationSet.OfRecorded(Create, DropPhone), options with { Contract = ContractPolicy.WhenDue });

        (await migrator.WorkAsync()).Steps.Should().BeEmpty();

        (await StandingAsync(migrator)).State.Should().Be(MigrationState.Migrated);
        (await Database.QueryAsync<string>("SELECT phone FROM customers")).Should().BeEmpty();
        (await migrator.TimelineAsync()).Should().ContainSingle(happened => happened.Kind == "held" && happened.Description.StartsWith("Version 1.0 on "));
        await old!.DisposeAsync();
        (await migrator.WorkAsync()).Steps.Should().ContainSingle().Which.Phase.Should().Be(Phase.Contract);
    }

    [Test]
    public async Task Nobody_joins_from_whom_a_newer_version_has_taken_something_away([Values] bool works)
    {
        await using var presence = await MigrateAndJoinAsync(Database.Migrator(New, Create, DropPhone));
        await Database.Migrator(New, Create, DropPhone).ContractAsync();
        var old = Database.Migrator(Old, Create);
        using var end = new CancellationTokenSource(TimeSpan.FromMinutes(1));

        Func<Task> join = works ? () => old.KeepWorkingAsync(end.Token) : () => old.JoinAsync();

        (await join.Should().ThrowAsync<MigrationHistoryException>()).Which.Message.Should().Be(
            "The database is newer than this application: migration 2026_01_03_0900 DropPhone of version 2.0 has taken away what this version (1 migrations) may still use. Start version 2.0 or a later one.");
        (await old.StatusAsync()).Instances.Select(instance => instance.AppVersion).Should().Equal("2.0");
    }

    // Counts the connections of heartbeats, which end with their presence; those that the test itself asks for end by nothing.
    private sealed class CountedConnections(IConnections connections) : IConnections
    {
        private int _heartbeats;

        /// <summary>What happens right before a transaction that changes something.</summary>
        public Func<Task> BeforeStatements { get; init; } = () => Task.CompletedTask;

        public int Heartbeats => _heartbeats;

        public Task<OpenedConnection> OpenAsync(CancellationToken cancellationToken)
        {
            Interlocked.Add(ref _heartbeats, cancellationToken.CanBeCanceled ? 1 : 0);
            return connections.OpenAsync(cancellationToken);
        }

        public TimeSpan Patience => connections.Patience;

        public async Task<DbTransaction> BeginAsync(
            DbConnection connection,
            IReadOnlyList<Statement> statements,
            Func<Blockade, Task>? blocked,
            CancellationToken cancellationToken)
        {
            await (statements.Count > 0 ? BeforeStatements() : Task.CompletedTask);
            return await connections.BeginAsync(connection, statements, blocked, cancellationToken);
        }

        public Fault Explain(DbException error) => connections.Explain(error);
    }
}
