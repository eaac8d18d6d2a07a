using Dapper;
using Npgsql;
using SchemaEvolve.Conformance;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Journaling;
using SchemaEvolve.PostgreSql.Locking;
using SchemaEvolve.PostgreSql.Tests.Servers;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Tests.Journal;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
public sealed class PostgreSqlJournalTests(PostgreSqlServer server) : DatabaseTests(server)
{
    private static readonly JournalTables Tables = new("schema_evolve");

    private readonly PostgreSqlJournal _journal = new(Tables, new(Tables), new Fence());
    private readonly PostgreSqlRegistry _registry = new(Tables, new Fence());
    private NpgsqlConnection _connection = null!;

    [SetUp]
    public async Task OpenAsync() => _connection = await Database.OpenAsync();

    [TearDown]
    public async Task CloseAsync() => await _connection.DisposeAsync();

    [Test]
    public async Task Where_there_is_no_journal_nothing_has_happened_and_nothing_is_made()
    {
        var hasStamp = await _journal.HasStampAsync(_connection, "stamp", default);
        var history = await _journal.ReadAsync(_connection, null, default);
        var events = await _journal.ReadEventsAsync(_connection, default);

        hasStamp.Should().BeFalse();
        history.Should().Be(History.Empty);
        events.Should().BeEmpty();
        (await SchemasAsync()).Should().Be(0);
    }

    [Test]
    public async Task A_look_where_there_is_no_journal_does_not_spoil_the_transaction()
    {
        await using var transaction = await _connection.BeginTransactionAsync();

        await _journal.ReadAsync(_connection, transaction, default);

        await using var command = new NpgsqlCommand("SELECT 1", _connection, transaction);
        (await command.ExecuteScalarAsync()).Should().Be(1);
    }

    [Test]
    public async Task Nobody_joins_before_the_end_of_a_transaction_that_has_looked_who_is_there()
    {
        await _journal.EnsureAsync(_connection, default);
        await using var other = await Database.OpenAsync();
        await using var transaction = await _connection.BeginTransactionAsync();
        await _registry.ObserveAsync(_connection, transaction, default);

        var join = _registry.NoteHeartbeatAsync(other, new(Guid.NewGuid(), new("ada", "here", 1, "1.0"), [], TimeSpan.FromSeconds(1)), default);
        await Eventually.BeAsync(async () => (await Database.QueryAsync<bool>($"SELECT true FROM pg_locks WHERE pid = {other.ProcessID} AND NOT granted")).Count == 1);
        (await _registry.ObserveAsync(_connection, transaction, default)).Instances.Should().BeEmpty();
        await transaction.CommitAsync();

        (await join).Should().BeTrue();
    }

    [TestCase("meta")]
    [TestCase("migrations")]
    [TestCase("steps")]
    public Task A_look_at_history_that_has_to_wait_can_be_cancelled(string table) =>
        ShouldEndAsync(table, token => _journal.ReadAsync(_connection, null, token));

    [TestCase("events")]
    public Task A_look_at_events_that_has_to_wait_can_be_cancelled(string table) =>
        ShouldEndAsync(table, token => _journal.ReadEventsAsync(_connection, token));

    [TestCase("steps")]
    public Task A_look_at_what_is_in_progress_that_has_to_wait_can_be_cancelled(string table) =>
        ShouldEndAsync(table, token => _journal.ReadInProgressAsync(_connection, token));

    [TestCase("instances")]
    [TestCase("approvals")]
    public Task A_look_at_who_runs_that_has_to_wait_can_be_cancelled(string table) =>
        ShouldEndAsync(table, token => _registry.ObserveAsync(_connection, null, token));

    [Test]
    public async Task What_was_done_is_read_back()
    {
        await _journal.EnsureAsync(_connection, default);

        await _journal.FinishAsync(_connection, null, [Steps.Expand(id: 7)], default);
        await _journal.FinishAsync(_connection, null, [Steps.Expand(id: 3)], default);

        var history = await _journal.ReadAsync(_connection, null, default);
        history.Migrations.Select(entry => (entry.Order, entry.Id)).Should().Equal((1, 7), (2, 3));
        var entry = history.Find(7)!;
        var migration = Steps.Expand(id: 7).Step.Migration;
        entry.Should().Be(new MigrationEntry(
            7,
            "Migration7",
            1,
            MigrationState.Migrated,
            migration.Fingerprint,
            migration.Definition,
            entry.StartedAt,
            [Steps.Added, Steps.Left(Steps.Dropped)])
        {
            Scope = "crm",
            Owner = "crm-team",
            Reason = "Somebody has to write to them",
            AppVersion = "1.2.3",
            MigratedAt = entry.MigratedAt,
            ChangedAt = entry.ChangedAt,
        });
        entry.MigratedAt.Should().BeCloseTo(entry.ChangedAt, TimeSpan.FromMinutes(10));
        entry.StartedAt.Should().BeCloseTo(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(10));
    }

    [Test]
    public async Task An_entry_goes_with_the_transaction_of_its_step()
    {
        await _journal.EnsureAsync(_connection, default);
        await using (var transaction = await _connection.BeginTransactionAsync())
        {
            await _journal.FinishAsync(_connection, transaction, [Steps.Expand()], default);
            (await _journal.ReadAsync(_connection, transaction, default)).Migrations.Should().ContainSingle();
            await transaction.RollbackAsync();
        }

        var history = await _journal.ReadAsync(_connection, null, default);

        history.Should().Be(History.Empty);
        (await _journal.ReadEventsAsync(_connection, default)).Should().BeEmpty();
    }

    [Test]
    public async Task A_step_is_running_then_failed_and_done_at_the_second_attempt()
    {
        await _journal.EnsureAsync(_connection, default);

        await _journal.StartAsync(_connection, Steps.Expand(), default);
        var started = await StepAsync();
        await _journal.FailAsync(_connection, Steps.Expand(), new("no such luck", "ALTER TABLE", "42P01", "at the end"), default);
        var failed = await StepAsync();
        var history = await _journal.ReadAsync(_connection, null, default);
        await _journal.StartAsync(_connection, Steps.Expand(), default);
        await _journal.FinishAsync(_connection, null, [Steps.Expand()], default);
        var done = await StepAsync();

        started.Should().Be("running 1 ");
        failed.Should().Be("failed 1 no such luck");
        done.Should().Be("done 2 ");
        history.Migrations[0].State.Should().Be(MigrationState.Pending);
        history.Migrations[0].Steps.Should().Equal(Steps.Added with { State = StepState.Failed });
    }

    [Test]
    public async Task What_is_left_follows_the_code_and_what_is_done_stays()
    {
        var other = new StepEntry(Phase.Migrate, 2, "print-of-other", "Something else", StepState.Pending);
        var mended = Steps.Left(Steps.Dropped) with { Fingerprint = "print-of-mended" };
        await _journal.EnsureAsync(_connection, default);
        await _journal.FinishAsync(_connection, null, [Steps.Record(1, Phase.Expand, MigrationState.Expanding, [Steps.Added], [other, Steps.Left(Steps.Dropped)])], default);

        await _journal.FinishAsync(_connection, null, [Steps.Record(1, Phase.Expand, MigrationState.Expanded, [], [mended])], default);

        var entry = (await _journal.ReadAsync(_connection, null, default)).Migrations.Should().ContainSingle().Subject;
        entry.Steps.Should().Equal(Steps.Added, mended);
        entry.State.Should().Be(MigrationState.Expanded);
    }

    [Test]
    public async Task Events_tell_what_happened_by_whom_and_why_it_failed()
    {
        await _journal.EnsureAsync(_connection, default);

        await _journal.FailAsync(_connection, Steps.Expand(), new("no such luck", "ALTER TABLE", "42P01", "at the end"), default);
        await _journal.FinishAsync(_connection, null, [Steps.Expand()], default);

        var events = await _journal.ReadEventsAsync(_connection, default);
        events.Should().Equal(
            new JournalEvent(1, events[0].At, "failed", 1, "Migration1", Phase.Expand, "Add column email to customers", TimeSpan.FromSeconds(1.5))
            {
                Actor = "ada@app-1, pid 4711, version 1.2.3",
                Scope = "crm",
                Owner = "crm-team",
                Reason = "Somebody has to write to them",
                AppVersion = "1.2.3",
                Sql = "ALTER TABLE",
                Code = "42P01",
                Message = "no such luck",
            },
            new JournalEvent(2, events[1].At, "applied", 1, "Migration1", Phase.Expand, "Add column email to customers", TimeSpan.FromSeconds(1.5))
            {
                Actor = "ada@app-1, pid 4711, version 1.2.3",
                Scope = "crm",
                Owner = "crm-team",
                Reason = "Somebody has to write to them",
                AppVersion = "1.2.3",
            });
        (await Database.QueryAsync<string>("SELECT concat_ws(' ', host, process, message, stack) FROM schema_evolve.events ORDER BY number"))
            .Should().Equal("app-1 4711 no such luck at the end", "app-1 4711");
    }

    [Test]
    public async Task Several_releases_keep_their_stamps_until_something_is_taken_away()
    {
        await _journal.EnsureAsync(_connection, default);
        await _journal.StampAsync(_connection, null, ["old"], Steps.Ada, default);
        await _journal.StampAsync(_connection, null, ["new"], Steps.Ada, default);
        await _journal.FinishAsync(_connection, null, [Steps.Expand()], default);
        var before = (await HasStampAsync("old"), await HasStampAsync("new"), await HasStampAsync("other"));

        await _journal.FinishAsync(_connection, null, [Steps.Contract()], default);

        before.Should().Be((true, true, false));
        (await HasStampAsync("old"), await HasStampAsync("new")).Should().Be((false, false));
    }

    [Test]
    public async Task A_stamp_is_like_another_only_as_long_as_that_one_holds()
    {
        await _journal.EnsureAsync(_connection, default);
        await _journal.StampAsync(_connection, null, ["known", "doomed"], Steps.Ada, default);
        await using var contracting = await Database.OpenAsync();
        await using var transaction = await contracting.BeginTransactionAsync();
        await contracting.ExecuteAsync("DELETE FROM schema_evolve.meta WHERE value = 'doomed'");

        await _journal.StampLikeAsync(_connection, "known", "like", Steps.Ada, default);
        await _journal.StampLikeAsync(_connection, "doomed", "unlike", Steps.Ada, default);
        await _journal.StampLikeAsync(_connection, "unknown", "neither", Steps.Ada, default);

        (await HasStampAsync("like"), await HasStampAsync("unlike"), await HasStampAsync("neither")).Should().Be((true, false, false));
    }

    [Test]
    public async Task Only_the_latest_stamps_are_kept()
    {
        await _journal.EnsureAsync(_connection, default);
        await _connection.ExecuteAsync("INSERT INTO schema_evolve.meta (key, value, at) SELECT 'stamp', number, '2020-01-01'::timestamptz + number * interval '1 day' FROM generate_series(1, 20) AS number");

        await _journal.StampAsync(_connection, null, ["new"], Steps.Ada, default);

        (await _connection.QueryAsync<string>("SELECT value FROM schema_evolve.meta WHERE key = 'stamp' ORDER BY at")).Should().Equal(
            [.. Enumerable.Range(6, 15).Select(number => $"{number}"), "new"]);
    }

    [Test]
    public async Task A_database_is_born_once_the_first_run_is_complete()
    {
        await _journal.EnsureAsync(_connection, default);
        var record = Steps.Expand();

        await _journal.FinishAsync(_connection, null, [record with { Step = record.Step with { IsBirth = true } }], default);
        var during = await _journal.ReadAsync(_connection, null, default);
        await _journal.StampAsync(_connection, null, ["stamp"], Steps.Ada, default);
        var after = await _journal.ReadAsync(_connection, null, default);

        (during.IsBirth, after.IsBirth).Should().Be((true, false));
    }

    [Test]
    public async Task The_journal_of_a_newer_release_is_refused()
    {
        await _journal.EnsureAsync(_connection, default);
        await Database.ExecuteAsync(
            """
            UPDATE schema_evolve.meta SET value = '2' WHERE key = 'format';
            UPDATE schema_evolve.meta SET value = '3.1.0' WHERE key = 'release';
            """);

        var read = () => _journal.ReadAsync(_connection, null, default);
        var upgrade = () => _journal.TakeOverAsync(_connection, Steps.Ada, default);

        const string Message = "The journal of this database has format 2, made by SchemaEvolve 3.1.0. This is SchemaEvolve 0.1.0, which knows format 1. Use SchemaEvolve 3.1.0 or a later release.";
        (await read.Should().ThrowAsync<MigrationHistoryException>()).WithMessage(Message);
        (await upgrade.Should().ThrowAsync<MigrationHistoryException>()).WithMessage(Message);
    }

    [Test]
    public async Task The_journal_can_be_in_a_schema_of_any_name()
    {
        var tables = new JournalTables("größe \"x\"; --");
        var journal = new PostgreSqlJournal(tables, new(tables), new Fence());

        await journal.EnsureAsync(_connection, default);
        await journal.EnsureAsync(_connection, default);
        await journal.FinishAsync(_connection, null, [Steps.Expand()], default);

        (await journal.ReadAsync(_connection, null, default)).Migrations.Should().ContainSingle();
        (await _journal.ReadAsync(_connection, null, default)).Should().Be(History.Empty);
    }

    [Test]
    public async Task A_search_path_that_hides_things_hides_nothing_from_the_journal()
    {
        await Database.ExecuteAsync($"ALTER DATABASE \"{Database.Name}\" SET search_path = nowhere");
        await using var connection = await Database.OpenAsync();

        await _journal.EnsureAsync(connection, default);
        await _journal.FinishAsync(connection, null, [Steps.Expand()], default);

        (await _journal.ReadAsync(connection, null, default)).Migrations.Should().ContainSingle();
    }

    [Test]
    public async Task Asking_for_a_stamp_and_finishing_a_step_take_one_round_trip_each()
    {
        await _journal.EnsureAsync(_connection, default);
        using var trips = new RoundTrips(Database);

        await _journal.HasStampAsync(_connection, "stamp", default);
        await _journal.FinishAsync(_connection, null, [Steps.Contract()], default);

        trips.Sent.Should().HaveCount(2);
    }

    private async Task ShouldEndAsync(string table, Func<CancellationToken, Task> look)
    {
        await _journal.EnsureAsync(_connection, default);
        await using var other = await Database.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await other.ExecuteAsync($"LOCK TABLE schema_evolve.{table}");
        using var stop = new CancellationTokenSource();

        var looking = look(stop.Token);
        await Eventually.BeAsync(async () => (await Database.QueryAsync<bool>($"SELECT true FROM pg_locks WHERE pid = {_connection.ProcessID} AND NOT granted")).Count == 1);
        await stop.CancelAsync();

        var end = () => looking.WaitAsync(TimeSpan.FromSeconds(30));
        await end.Should().ThrowAsync<OperationCanceledException>();
    }

    private Task<bool> HasStampAsync(string stamp) => _journal.HasStampAsync(_connection, stamp, default);

    private async Task<string> StepAsync() =>
        (await Database.QueryAsync<string>("SELECT concat(state, ' ', attempt, ' ', error) FROM schema_evolve.steps"))[0];

    private async Task<long> SchemasAsync() =>
        (await Database.QueryAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname = 'schema_evolve'"))[0];
}
