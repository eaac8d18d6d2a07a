using Npgsql;
using SchemaEvolve.PostgreSql.Connecting;
using SchemaEvolve.PostgreSql.Locking;
using SchemaEvolve.PostgreSql.Tests.Servers;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Tests.Locking;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
public sealed class PostgreSqlLockTests(PostgreSqlServer server) : DatabaseTests(server)
{
    private static readonly Actor Ada = new("ada", "app-1", 4711, "1.2.3");
    private static readonly Actor Bob = new("bob", "app-2", 4712, "1.2.3");

    private PostgreSqlConnections _connections = null!;
    private PostgreSqlLock _lock = null!;

    [SetUp]
    public void CreateLock() => (_connections, _lock) = Create(Database.ConnectionString);

    [Test]
    public async Task One_at_a_time_holds_it_and_the_others_learn_who()
    {
        await using var one = await _connections.OpenAsync(default);
        await using var other = await _connections.OpenAsync(default);

        var first = await AcquireAsync(one, Ada);
        var second = await AcquireAsync(other, Bob);
        await first.Held!.DisposeAsync();
        var third = await AcquireAsync(other, Bob);

        first.Holder.Should().BeNull();
        second.Held.Should().BeNull();
        second.Holder.Should().MatchRegex(
            $@"^pid {((NpgsqlConnection)one.Connection).ProcessID}, application SchemaEvolve ada@app-1:4711 1\.2\.3, since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC$");
        await using var held = third.Held!;
        held.Lost.IsCancellationRequested.Should().BeFalse();
    }

    [Test]
    public async Task Whoever_asks_does_not_wait_inside_the_database_and_holds_no_snapshot()
    {
        await using var one = await _connections.OpenAsync(default);
        await using var other = await _connections.OpenAsync(default);

        await using var held = (await AcquireAsync(one, Ada)).Held!;
        await AcquireAsync(other, Bob);

        (await Database.QueryAsync<string>(
            "SELECT concat_ws(' ', state, backend_xmin) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"))
            .Should().Equal("idle", "idle");
    }

    [Test]
    public async Task Each_journal_of_a_database_has_a_lock_of_its_own()
    {
        await using var one = await _connections.OpenAsync(default);
        await using var other = await _connections.OpenAsync(default);

        await using var held = (await AcquireAsync(one, Ada)).Held!;
        await using var another = (await new PostgreSqlLock(_connections, "other_journal").TryAcquireAsync(other.Connection, Bob, default)).Held!;

        another.Should().NotBeNull();
    }

    [Test]
    public async Task A_holder_whose_session_is_ended_learns_of_it_and_the_lock_is_free()
    {
        await using var one = await _connections.OpenAsync(default);
        await using var other = await _connections.OpenAsync(default);
        await using var held = (await AcquireAsync(one, Ada)).Held!;
        var lost = held.Lost;

        await Database.ExecuteAsync($"SELECT pg_terminate_backend({((NpgsqlConnection)one.Connection).ProcessID}, 10000)");
        await using var next = (await AcquireAsync(other, Bob)).Held!;
        var use = async () =>
        {
            await using var command = one.Connection.CreateCommand();
            command.CommandText = "SELECT 1";
            await command.ExecuteNonQueryAsync();
        };

        next.Should().NotBeNull();
        await use.Should().ThrowAsync<NpgsqlException>();
        lost.IsCancellationRequested.Should().BeTrue();
    }

    [Test]
    public async Task A_lock_that_went_with_its_session_is_given_back_without_a_word()
    {
        await using var opened = await _connections.OpenAsync(default);
        var held = (await AcquireAsync(opened, Ada)).Held!;
        await Database.ExecuteAsync($"SELECT pg_terminate_backend({((NpgsqlConnection)opened.Connection).ProcessID}, 10000)");

        var dispose = async () => await held.DisposeAsync();

        await dispose.Should().NotThrowAsync();
    }

    [Test]
    public async Task A_waiter_whose_session_has_ended_leaves_without_a_word()
    {
        await using var opened = await _connections.OpenAsync(default);
        var waiting = await _lock.AnnounceAsync(opened.Connection, default);
        await Database.ExecuteAsync($"SELECT pg_terminate_backend({((NpgsqlConnection)opened.Connection).ProcessID}, 10000)");

        var dispose = async () => await waiting.DisposeAsync();

        await dispose.Should().NotThrowAsync();
    }

    [Test]
    public async Task A_name_that_is_too_long_for_the_server_ends_between_two_characters()
    {
        await using var opened = await _connections.OpenAsync(default);

        await using var held = (await AcquireAsync(opened, Ada with { AppVersion = string.Concat(Enumerable.Repeat("🐘", 20)) })).Held!;

        held.Should().NotBeNull();
        ((NpgsqlConnection)opened.Connection).PostgresParameters["application_name"].Should().StartWith("SchemaEvolve ada@app-1:4711 ");
    }

    [Test]
    public async Task Limits_of_the_role_do_not_cut_a_migration_short()
    {
        await Database.ExecuteAsync($"ALTER DATABASE \"{Database.Name}\" SET statement_timeout = '5s'; ALTER DATABASE \"{Database.Name}\" SET idle_in_transaction_session_timeout = '5s'");
        await using var opened = await _connections.OpenAsync(default);

        await using var held = (await AcquireAsync(opened, Ada)).Held!;

        await using var command = opened.Connection.CreateCommand();
        command.CommandText = "SELECT current_setting('statement_timeout') || current_setting('idle_in_transaction_session_timeout')";
        (await command.ExecuteScalarAsync()).Should().Be("00");
    }

    [Test]
    public async Task A_lock_that_the_server_took_away_is_not_given_back_in_silence()
    {
        await using var opened = await _connections.OpenAsync(default);
        var held = (await AcquireAsync(opened, Ada)).Held!;
        await using var command = opened.Connection.CreateCommand();
        command.CommandText = "SELECT pg_advisory_unlock_all()";
        await command.ExecuteNonQueryAsync();

        var dispose = async () => await held.DisposeAsync();

        await dispose.Should().ThrowAsync<MigrationLockException>();
    }

    [Test]
    public async Task Behind_a_pooler_in_transaction_mode_it_is_refused_with_the_remedy()
    {
        await using var pooler = await PgBouncer.StartAsync(Database, "transaction");
        var (connections, guard) = Create(pooler.ConnectionString);
        await using var opened = await connections.OpenAsync(default);

        var acquire = () => guard.TryAcquireAsync(opened.Connection, Ada, default);

        (await acquire.Should().ThrowAsync<MigrationConnectionException>()).Which.Message.Should().Be(
            """
            Between this application and PostgreSQL stands a pooler that hands out a server connection for a transaction at a time. A lock that is held by a session protects nothing there.
            Set MigrationConnectionString to the server itself, or to a pool in session mode. If there is no other way in, set LockStrategy to Lease.
            """);
        (await Database.QueryAsync<long>("SELECT count(*) FROM pg_locks JOIN pg_database ON database = pg_database.oid WHERE locktype = 'advisory' AND datname = current_database()")).Should().Equal(0);
    }

    [Test]
    public async Task Behind_a_pooler_in_session_mode_it_holds()
    {
        await using var pooler = await PgBouncer.StartAsync(Database, "session");
        var (connections, guard) = Create(pooler.ConnectionString);
        await using var one = await connections.OpenAsync(default);
        await using var other = await _connections.OpenAsync(default);

        await using var held = (await guard.TryAcquireAsync(one.Connection, Ada, default)).Held!;

        held.Should().NotBeNull();
        (await AcquireAsync(other, Bob)).Held.Should().BeNull();
    }

    private static (PostgreSqlConnections Connections, PostgreSqlLock Lock) Create(string connectionString)
    {
        var connections = PostgreSqlConnections.To(connectionString, new());

        return (connections, new(connections, "schema_evolve"));
    }

    private Task<LockAttempt> AcquireAsync(OpenedConnection opened, Actor actor) => _lock.TryAcquireAsync(opened.Connection, actor, default);
}
