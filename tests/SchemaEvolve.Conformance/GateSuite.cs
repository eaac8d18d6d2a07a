using System.Data.Common;
using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Conformance;

/// <summary>What keeps a contraction waiting, and what goes on in the background until it may run.</summary>
public abstract class GateSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private static readonly RecordedMigration Create = Recorded.Migration(2026_01_01_0900, "Create", schema =>
        schema.CreateTable("customers", Column.Int64("id").PrimaryKey(), Column.Text("name"), Column.Text("phone"), Column.Text("fax")));

    private static readonly RecordedMigration Tidy = Recorded.Migration(2026_01_02_0900, "Tidy", schema => schema.Table("customers")
        .AddColumn(Column.Text("email"))
        .Update("email", $"lower(name)", $"email IS NULL", Undo.Nothing));

    private static readonly RecordedMigration DropPhone = Recorded.Migration(2026_01_03_0900, "DropPhone", schema => schema.Table("customers").DropColumn("phone"));

    private static readonly MigratorOptions New = new() { AppVersion = "2.0" };

    private static readonly MigratorOptions Old = new() { AppVersion = "1.0" };

    [SetUp]
    public Task StartTheOldVersionAsync() => Database.Migrator(Old, Create).MigrateAsync();

    [Test]
    public async Task A_contraction_waits_until_it_has_soaked_and_everybody_knows_it()
    {
        var migrator = Database.Migrator(New, Create, DropPhone);
        await using var presence = await MigrateAndJoinAsync(migrator);

        (await migrator.WorkAsync()).Steps.Should().BeEmpty();
        (await StandingAsync(migrator)).Gates.Where(gate => !gate.IsOpen).Should().ContainSingle().Which.Why.Should().StartWith("Soaked for 0 s of 24 h; opens on ");
        await AgeAsync("migrations", "migrated_at", TimeSpan.FromHours(25));
        var report = await migrator.WorkAsync();

        report.Steps.Should().ContainSingle().Which.Phase.Should().Be(Phase.Contract);
        (await StandingAsync(migrator)).State.Should().Be(MigrationState.Contracted);
    }

    [Test]
    public async Task A_start_that_finds_every_gate_open_contracts_too()
    {
        var migrator = Database.Migrator(New with { Soak = TimeSpan.Zero }, Create, DropPhone);
        await using var presence = await Database.Migrator(New, Create, DropPhone).JoinAsync();

        var report = await migrator.MigrateAsync();

        report.Waiting.Should().BeEmpty();
        (await StandingAsync(migrator)).State.Should().Be(MigrationState.Contracted);
    }

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
    public async Task An_approval_opens_its_gate_is_given_once_and_can_be_taken_back()
    {
        var migrator = Database.Migrator(New with { Soak = TimeSpan.Zero }, Create, DropPhone with { Gates = [Gate.Approval(by: "dba")] });
        await using var presence = await MigrateAndJoinAsync(migrator);
        (await StandingAsync(migrator)).Gates.Where(gate => !gate.IsOpen).Should().ContainSingle().Which.Why.Should()
            .Be("Waits for the approval of dba: call ApproveAsync(2026_01_03_0900, by: \"dba\").");

        await migrator.ApproveAsync(DropPhone.Id, by: "dba", "Ticket 12");
        await migrator.ApproveAsync(DropPhone.Id, by: "dba");
        await migrator.RevokeAsync(DropPhone.Id, by: "dba", "Not yet");
        (await migrator.WorkAsync()).Steps.Should().BeEmpty();
        await migrator.ApproveAsync(DropPhone.Id, by: "dba");

        (await StandingAsync(migrator)).Approvals.Should().ContainSingle().Which.By.Should().Be("dba");
        (await migrator.WorkAsync()).Steps.Should().ContainSingle();
        var decisions = (await migrator.TimelineAsync()).Where(happened => happened.Kind is "approved" or "revoked").ToList();
        decisions.Select(happened => (happened.Kind, happened.Migration, happened.Name, happened.Description)).Should().Equal(
            ("approved", DropPhone.Id, "DropPhone", "Approved by dba: Ticket 12"),
            ("revoked", DropPhone.Id, "DropPhone", "Revoked by dba: Not yet"),
            ("approved", DropPhone.Id, "DropPhone", "Approved by dba"));
        decisions.Should().OnlyContain(happened => happened.AppVersion == "2.0" && happened.Actor!.Contains(Environment.UserName));
    }

    [Test]
    public async Task What_nobody_knows_cannot_be_approved()
    {
        var approve = () => Database.Migrator(New, Create).ApproveAsync(2026_09_09_0900, by: "dba");

        (await approve.Should().ThrowAsync<MigrationHistoryException>()).Which.Message.Should()
            .Be("Neither this application nor the journal has a migration 2026_09_09_0900. There is: 2026_01_01_0900 Create.");
    }

    [Test]
    public async Task A_feature_that_is_switched_on_opens_its_gate()
    {
        var isOn = false;
        var options = New with { Soak = TimeSpan.Zero, Feature = (name, _) => ValueTask.FromResult(isOn && name == "phone-numbers") };
        var migrator = Database.Migrator(options, Create, DropPhone with { Gates = [Gate.Feature("phone-numbers")] });
        await using var presence = await MigrateAndJoinAsync(migrator);
        (await StandingAsync(migrator)).Gates.Where(gate => !gate.IsOpen).Should().ContainSingle().Which.Why.Should().Be("Feature phone-numbers is off.");

        isOn = true;

        (await migrator.WorkAsync()).Steps.Should().ContainSingle();
    }

    [Test]
    public async Task A_feature_that_cannot_be_asked_keeps_its_gate_shut()
    {
        var options = New with { Soak = TimeSpan.Zero, Feature = (_, _) => throw new InvalidOperationException("The flags are down.") };
        var migrator = Database.Migrator(options, Create, DropPhone with { Gates = [Gate.Feature("phone-numbers")] });

        await using var presence = await MigrateAndJoinAsync(migrator);

        (await StandingAsync(migrator)).Gates.Where(gate => !gate.IsOpen).Should().ContainSingle().Which.Why.Should()
            .Be("Nobody can tell whether feature phone-numbers is on: The flags are down.");
    }

    [Test]
    public async Task By_hand_neither_time_nor_window_nor_older_instances_count()
    {
        await using var old = await Database.Migrator(Old, Create).JoinAsync();
        var later = TimeOnly.FromDateTime(DateTime.UtcNow).AddHours(2);
        var migrator = Database.Migrator(New with { Window = new(later, later.AddHours(1)) }, Create, DropPhone);
        var start = await migrator.MigrateAsync();
        start.Waiting.Should().ContainSingle().Which.Gates.Where(gate => !gate.IsOpen).Should().HaveCount(3);

        await migrator.ContractAsync();

        (await StandingAsync(migrator)).State.Should().Be(MigrationState.Contracted);
    }

    [Test]
    public async Task By_hand_a_decision_of_somebody_else_is_passed_over_only_by_force()
    {
        var migrator = Database.Migrator(New, Create, DropPhone with { Gates = [Gate.Approval()] });

        var report = await migrator.ContractAsync();
        report.Waiting.Should().ContainSingle().Which.Id.Should().Be(DropPhone.Id);
        await migrator.ContractAsync(force: true);

        (await StandingAsync(migrator)).State.Should().Be(MigrationState.Contracted);
    }

    [Test]
    public async Task Rows_that_do_not_pass_their_check_are_not_even_taken_away_by_force()
    {
        var checkedDrop = Recorded.Migration(DropPhone.Id, "CheckedDrop", schema =>
        {
            schema.Table("customers").AddColumn(Column.Text("email"));
            schema.Verify("Nobody is there.", $"SELECT id FROM customers");
            schema.Table("customers").DropColumn("phone");
        });
        await Database.ExecuteAsync("INSERT INTO customers (id, phone) VALUES (1, '12')");
        var migrator = Database.Migrator(New, Create, checkedDrop);

        var contract = () => migrator.ContractAsync(force: true);

        await contract.Should().ThrowAsync<MigrationFailedException>();
        (await Database.QueryAsync<string>("SELECT phone FROM customers")).Should().Equal("12");
        (await StandingAsync(migrator)).Gates[0].Why.Should().Contain("failed, and is tried again at the next start.");
    }

    [Test]
    public async Task What_takes_from_the_same_table_waits_for_its_turn()
    {
        var dropFax = Recorded.Migration(2026_01_04_0900, "DropFax", schema => schema.Table("customers").DropColumn("fax"));
        var migrator = Database.Migrator(New with { Soak = TimeSpan.Zero }, Create, DropPhone with { Gates = [Gate.Approval()] }, dropFax);
        await using var presence = await MigrateAndJoinAsync(migrator);

        (await migrator.WorkAsync()).Steps.Should().BeEmpty();
        (await migrator.StatusAsync()).Migrations.Single(migration => migration.Id == dropFax.Id).Gates.Where(gate => !gate.IsOpen).Should().ContainSingle()
            .Which.Why.Should().Be("Migration 2026_01_03_0900 DropPhone comes first: it has still to take something away from the same table.");
        await migrator.ApproveAsync(DropPhone.Id, by: "ada");

        (await migrator.WorkAsync()).Migrations.Select(migration => migration.Name).Should().Equal("DropPhone", "DropFax");
    }

    [Test]
    public async Task A_gate_that_shuts_while_another_migration_fills_rows_stops_the_contraction_behind_it([Values] bool isFleet)
    {
        await Database.ExecuteAsync("INSERT INTO customers (id, name, phone) VALUES (1, 'Ada', '12')");
        var drop = DropPhone with { Gates = [Gate.Feature("phone-numbers")] };
        var fill = Recorded.Migration(2026_01_04_0900, "Fill", schema => schema.Table("customers")
            .AddColumn(Column.Text("email"))
            .Backfill("email", $"lower(name)", Undo.Nothing));
        var options = New with { Soak = TimeSpan.Zero, Contract = ContractPolicy.Manually };
        await Database.Migrator(options, Create, drop).MigrateAsync();
        await using var presence = await Database.Migrator(options, Create, drop, fill).JoinAsync();
        IAsyncDisposable? old = null;
        var isOn = true;
        var migrator = Database.Migrator(
            options with
            {
                Contract = ContractPolicy.WhenDue,
                Feature = (_, _) => ValueTask.FromResult(isOn),
                Backfills = new() { Throttle = ShutAsync },
            },
            Create, drop, fill);

        var report = await migrator.MigrateAsync();

        report.Migrations.Select(migration => migration.Name).Should().Equal("Fill");
        (await StandingAsync(migrator)).State.Should().Be(MigrationState.Migrated);
        (await Database.QueryAsync<string>("SELECT phone || email FROM customers")).Should().Equal("12ada");
        (await migrator.TimelineAsync()).Where(happened => happened.Kind == "held").Should().ContainSingle()
            .Which.Description.Should().Match(isFleet ? "Version 1.0 on *" : "Feature phone-numbers is off.");
        isOn = true;
        await (old?.DisposeAsync() ?? ValueTask.CompletedTask);
        (await migrator.WorkAsync()).Steps.Should().ContainSingle().Which.Phase.Should().Be(Phase.Contract);

        async ValueTask<TimeSpan> ShutAsync(CancellationToken cancellationToken)
        {
            if (isFleet)
            {
                old ??= await Database.Migrator(Old, Create).JoinAsync(cancellationToken);
            }

            isOn = isFleet;
            return TimeSpan.Zero;
        }
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

    [Test]
    public async Task What_stands_in_the_way_of_one_contraction_stops_neither_a_start_nor_the_others()
    {
        var other = Recorded.Migration(2026_01_02_0900, "Other", schema => schema.CreateTable("notes", Column.Int64("id").PrimaryKey(), Column.Text("text")));
        var dropText = Recorded.Migration(2026_01_05_0900, "DropText", schema => schema.Table("notes").DropColumn("text"));
        var later = Recorded.Migration(2026_01_06_0900, "Later", schema => schema.Table("notes").AddColumn(Column.Text("body")));
        var options = New with { Soak = TimeSpan.Zero };
        await Database.Migrator(options, Create, other).MigrateAsync();
        await Database.Migrator(options, Create, other, DropPhone, dropText).MigrateAsync();
        await Database.ExecuteAsync("CREATE VIEW phones AS SELECT id, phone FROM customers");
        var migrator = Database.Migrator(options, Create, other, DropPhone, dropText, later);
        await using var presence = await migrator.JoinAsync();

        var start = await migrator.MigrateAsync();
        await migrator.WorkAsync();

        start.Migrations.Select(migration => migration.Name).Should().BeEquivalentTo("DropText", "Later");
        start.Waiting.Single().Gates.Should().BeEquivalentTo((await StandingAsync(migrator)).Gates, report => report.Excluding(gate => gate.Path.EndsWith("Why")));
        (await StandingAsync(migrator)).Gates.Where(gate => !gate.IsOpen).Should().ContainSingle().Which.Why.Should().Contain("phones");
        (await migrator.TimelineAsync()).Where(happened => happened.Kind == "held").Should().ContainSingle("nothing has changed since").Which.Description.Should().Contain("phones");
        await FluentActions.Invoking(() => migrator.ContractAsync()).Should().ThrowAsync<MigrationPlanException>();
        await Database.ExecuteAsync("DROP VIEW phones");
        (await migrator.WorkAsync()).Migrations.Select(migration => migration.Name).Should().Equal("DropPhone");
    }

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

    private static async Task<IAsyncDisposable> MigrateAndJoinAsync(Migrator migrator)
    {
        await migrator.MigrateAsync();

        return await migrator.JoinAsync();
    }

    private static async Task<MigrationStanding> StandingAsync(Migrator migrator) =>
        (await migrator.StatusAsync()).Migrations.Single(migration => migration.Id == DropPhone.Id);

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

    // Nothing can make the clock of a server go on, so what it has written is put back instead.
    private async Task LetPassAsync(TimeSpan time)
    {
        await AgeAsync("migrations", "migrated_at", time);
        await AgeAsync("migrations", "changed_at", time);
        await AgeAsync("instances", "seen_at", time);
        await AgeAsync("instances", "steady_since", time);
    }

    private Task AgeAsync(string table, string column, TimeSpan time, string where = "true") => Database.ExecuteAsync(Database.Provider.Engine switch
    {
        Engines.Sqlite => $"UPDATE schema_evolve_{table} SET {column} = strftime('%Y-%m-%dT%H:%M:%fZ', {column}, '-{time.TotalSeconds:F0} seconds') WHERE {where}",
        _ => $"UPDATE schema_evolve.{table} SET {column} = {column} - interval '{time.TotalSeconds:F0} seconds' WHERE {where}",
    });

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
