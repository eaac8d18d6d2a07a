using Microsoft.Extensions.Time.Testing;
using Npgsql;
using SchemaEvolve.Conformance;
using SchemaEvolve.PostgreSql.Connecting;
using SchemaEvolve.PostgreSql.Journaling;
using SchemaEvolve.PostgreSql.Locking;
using SchemaEvolve.PostgreSql.Tests.Journal;
using SchemaEvolve.PostgreSql.Tests.Servers;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Tests.Locking;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
public sealed class LeaseLockTests(PostgreSqlServer server) : DatabaseTests(server)
{
    private static readonly Actor Bob = new("bob", "app-2", 4712, "1.2.3");

    // A clock that stands still is a process that is paused: nothing is renewed, while the server's time goes on.
    private readonly FakeTimeProvider _clock = new();

    private PgBouncer _pooler = null!;
    private PostgreSqlConnections _connections = null!;
    private PostgreSqlJournal _journal = null!;
    private LeaseLock _lease = null!;

    [SetUp]
    public async Task CreateLeaseAsync()
    {
        var options = new PostgreSqlOptions { LockStrategy = LockStrategy.Lease, LeaseDuration = TimeSpan.FromSeconds(30), Clock = _clock };
        var tables = new JournalTables("schema_evolve");
        var fence = new Fence();
        _pooler = await PgBouncer.StartAsync(Database, "transaction");
        _connections = PostgreSqlConnections.To(_pooler.ConnectionString, options);
        _lease = new(_connections, tables, fence, options);
        _journal = new(tables, new(tables), fence);
    }

    [TearDown]
    public async Task StopPoolerAsync() => await _pooler.DisposeAsync();

    [Test]
    public async Task One_at_a_time_holds_it_and_the_others_learn_who()
    {
        await using var one = await _connections.OpenAsync(default);
        await using var other = await _connections.OpenAsync(default);

        var first = await AcquireAsync(one, Steps.Ada);
        var second = await AcquireAsync(other, Bob);
        await first.Held!.DisposeAsync();
        var third = await AcquireAsync(other, Bob);

        second.Held.Should().BeNull();
        second.Holder.Should().MatchRegex(@"^ada@app-1, pid 4711, version 1\.2\.3, since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$");
        await using var held = third.Held!;
        held.Should().NotBeNull();
    }

    [Test]
    public async Task Many_that_come_to_an_empty_database_at_once_do_not_fail()
    {
        var attempts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            await using var opened = await _connections.OpenAsync(default);
            return await AcquireAsync(opened, Bob);
        })));

        attempts.Count(attempt => attempt.Held is not null).Should().BeLessThanOrEqualTo(1);
        await using var held = attempts.SingleOrDefault(attempt => attempt.Held is not null)?.Held;
    }

    [Test]
    public async Task It_is_renewed_while_its_holder_lives()
    {
        await using var opened = await _connections.OpenAsync(default);
        await using var held = (await AcquireAsync(opened, Steps.Ada)).Held!;
        var before = await ExpiryAsync();

        await Eventually.BeAsync(async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            return await ExpiryAsync() > before;
        });

        held.Lost.IsCancellationRequested.Should().BeFalse();
    }

    [Test]
    public async Task A_journal_is_written_by_whoever_holds_it()
    {
        await using var opened = await _connections.OpenAsync(default);
        await using var held = (await AcquireAsync(opened, Steps.Ada)).Held!;
        await _journal.EnsureAsync(opened.Connection, default);

        await _journal.FinishAsync(opened.Connection, null, [Steps.Expand()], default);
        await using (var transaction = await _connections.BeginAsync(opened.Connection, [], blocked: null, default))
        {
            await _journal.FinishAsync(opened.Connection, transaction, [Steps.Contract()], default);
            await transaction.CommitAsync();
        }

        (await _journal.ReadEventsAsync(opened.Connection, default)).Should().HaveCount(2);
    }

    [Test]
    public async Task Whoever_wakes_up_after_another_has_taken_over_cannot_write()
    {
        await using var one = await _connections.OpenAsync(default);
        await using var paused = (await AcquireAsync(one, Steps.Ada)).Held!;
        await _journal.EnsureAsync(one.Connection, default);
        await using var transaction = await _connections.BeginAsync(one.Connection, [], blocked: null, default);
        await ExecuteAsync(one, transaction, "CREATE TABLE customers (id int)");

        await Database.ExecuteAsync("UPDATE schema_evolve.lease SET expires_at = clock_timestamp()");
        await using var other = await _connections.OpenAsync(default);
        await using var taken = (await AcquireAsync(other, Bob)).Held!;
        var finish = () => _journal.FinishAsync(one.Connection, transaction, [Steps.Expand()], default);

        await finish.Should().ThrowAsync<MigrationLockException>();
        paused.Lost.IsCancellationRequested.Should().BeTrue();
        taken.Lost.IsCancellationRequested.Should().BeFalse();
        await transaction.RollbackAsync();
        var write = () => _journal.StampAsync(one.Connection, null, ["stamp"], Steps.Ada, default);
        await write.Should().ThrowAsync<MigrationLockException>();
        (await _journal.HasStampAsync(other.Connection, "stamp", default)).Should().BeFalse();
    }

    [Test]
    public async Task It_cannot_be_taken_over_between_its_proof_and_the_commit()
    {
        await using var one = await _connections.OpenAsync(default);
        await using var held = (await AcquireAsync(one, Steps.Ada)).Held!;
        await _journal.EnsureAsync(one.Connection, default);
        await using var transaction = await _connections.BeginAsync(one.Connection, [], blocked: null, default);
        await _journal.FinishAsync(one.Connection, transaction, [Steps.Expand()], default);
        await Database.ExecuteAsync("UPDATE schema_evolve.lease SET expires_at = clock_timestamp()");

        await using var other = await _connections.OpenAsync(default);
        var before = await AcquireAsync(other, Bob);
        await transaction.CommitAsync();
        await using var after = (await AcquireAsync(other, Bob)).Held!;

        before.Held.Should().BeNull();
        after.Should().NotBeNull();
    }

    [Test]
    public async Task A_holder_that_finds_it_taken_stops()
    {
        await using var opened = await _connections.OpenAsync(default);
        await using var held = (await AcquireAsync(opened, Steps.Ada)).Held!;
        await Database.ExecuteAsync("UPDATE schema_evolve.lease SET token = token + 1");

        await Eventually.BeAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(held.Lost.IsCancellationRequested);
        });

        held.Lost.IsCancellationRequested.Should().BeTrue();
    }

    [Test]
    public async Task A_holder_that_cannot_renew_it_stops_when_it_runs_out()
    {
        await using var opened = await _connections.OpenAsync(default);
        await using var held = (await AcquireAsync(opened, Steps.Ada)).Held!;
        await Database.ExecuteAsync("ALTER TABLE schema_evolve.lease RENAME TO hidden");

        await Eventually.BeAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(held.Lost.IsCancellationRequested);
        });

        held.Lost.IsCancellationRequested.Should().BeTrue();
    }

    [Test]
    public async Task A_backfill_in_the_background_leaves_it_to_a_start_that_waits()
    {
        var provider = PostgreSqlProvider.Create(_pooler.ConnectionString, new() { LockStrategy = LockStrategy.Lease });
        var create = Recorded.Migration(1, "Create", schema => schema.CreateTable("t", Column.Int64("id").PrimaryKey(), Column.Text("old"), Column.Text("new")));
        var fill = Recorded.Migration(2, "Fill", schema => schema.Table("t").Backfill("new", $"upper({new Identifier("old")})", Undo.Nothing));
        var add = Recorded.Migration(3, "Add", schema => schema.CreateTable("later", Column.Int64("id").PrimaryKey()));
        var background = new MigratorOptions { WhenToBackfill = Backfilling.Background, Contract = ContractPolicy.Manually, Heartbeat = TimeSpan.FromMilliseconds(20) };
        await new Migrator(provider, MigrationSet.OfRecorded([create]), background).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO t SELECT number, 'row' FROM generate_series(1, 10) AS number");
        await new Migrator(provider, MigrationSet.OfRecorded([create, fill]), background).MigrateAsync();
        using var stop = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var isThrough = false;
        var patient = background with { Backfills = new() { Throttle = AskAsync } };
        var working = new Migrator(provider, MigrationSet.OfRecorded([create, fill]), patient).KeepWorkingAsync(stop.Token);
        await begun.Task;

        var start = await new Migrator(provider, MigrationSet.OfRecorded([create, fill, add]), background with { LockTimeout = TimeSpan.FromSeconds(30) }).MigrateAsync();
        Volatile.Write(ref isThrough, true);

        start.Outcome.Should().Be(MigrationOutcome.Migrated);
        await Eventually.BeAsync(async () => (await Database.QueryAsync<bool>("SELECT count(*) = 10 FROM t WHERE new = 'ROW'"))[0]);
        await stop.CancelAsync();
        await working.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();

        // As long as the start is not through, the backfill does not go on.
        ValueTask<TimeSpan> AskAsync(CancellationToken cancellationToken)
        {
            begun.TrySetResult();
            return ValueTask.FromResult(Volatile.Read(ref isThrough) ? TimeSpan.Zero : TimeSpan.FromMilliseconds(1));
        }
    }

    [Test]
    public async Task The_table_of_an_earlier_release_lets_no_waiter_be_heard_before_the_journal_is_upgraded()
    {
        await using var one = await _connections.OpenAsync(default);
        await using var other = await _connections.OpenAsync(default);
        await using var held = (await AcquireAsync(one, Steps.Ada)).Held!;
        await _journal.EnsureAsync(one.Connection, default);
        await Database.ExecuteAsync("ALTER TABLE schema_evolve.lease DROP COLUMN awaited_until; DELETE FROM schema_evolve.meta WHERE key = 'layout'");

        var before = await IsHeardAsync();
        await _journal.TakeOverAsync(one.Connection, Steps.Ada, default);
        var after = await IsHeardAsync();

        (before, after).Should().Be((false, true));

        async Task<bool> IsHeardAsync()
        {
            await using var announcement = await _lease.AnnounceAsync(other.Connection, default);
            return await _lease.IsAwaitedAsync(one.Connection, default);
        }
    }

    private Task<LockAttempt> AcquireAsync(OpenedConnection opened, Actor actor) => _lease.TryAcquireAsync(opened.Connection, actor, default);

    private async Task<DateTime> ExpiryAsync() => (await Database.QueryAsync<DateTime>("SELECT expires_at FROM schema_evolve.lease"))[0];

    private static async Task ExecuteAsync(OpenedConnection opened, System.Data.Common.DbTransaction transaction, string sql)
    {
        await using var command = new NpgsqlCommand(sql, (NpgsqlConnection)opened.Connection, (NpgsqlTransaction)transaction);
        await command.ExecuteNonQueryAsync();
    }
}
