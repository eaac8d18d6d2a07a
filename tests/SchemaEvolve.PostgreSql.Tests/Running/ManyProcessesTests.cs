using SchemaEvolve.Conformance;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Running;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.Newest))]
public sealed class ManyProcessesTests(PostgreSqlServer server) : DatabaseTests(server)
{
    private const string ByLease = "PostgreSQL by lease";

    [Test]
    public async Task Four_processes_with_a_concurrent_index_to_build_build_it_once([Range(1, 5)] int round)
    {
        using (var first = await Application.StartAsync(Engines.PostgreSql, Database.ConnectionString, "one"))
        {
            await first.GoAsync();
            (await first.HearAsync()).Should().Be("Migrated");
        }

        var starters = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Application.StartAsync(Engines.PostgreSql, Database.ConnectionString, "index")));
        try
        {
            await Task.WhenAll(starters.Select(starter => starter.GoAsync()));
            var outcomes = await Task.WhenAll(starters.Select(starter => starter.HearAsync()));

            outcomes.Should().OnlyContain(outcome => outcome == "Migrated" || outcome == "MigratedElsewhere" || outcome == "UpToDate", $"of round {round}");
            outcomes.Should().ContainSingle(outcome => outcome == "Migrated");
            (await Database.QueryAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 'by_value'::regclass")).Should().Equal(true);
        }
        finally
        {
            Array.ForEach(starters, starter => starter.Dispose());
        }
    }

    [Test]
    public async Task A_holder_whose_session_is_ended_in_a_step_says_so_and_the_next_start_finishes()
    {
        using var cut = await StartHangingAsync(Engines.PostgreSql, Database.ConnectionString);
        using var next = await Application.StartAsync(Engines.PostgreSql, Database.ConnectionString, "go on");
        await next.GoAsync();

        await Database.ExecuteAsync(
            """
            SELECT pg_terminate_backend(pid)
            FROM pg_locks JOIN pg_database ON database = pg_database.oid
            WHERE locktype = 'advisory' AND datname = current_database()
            """);
        var outcome = await next.HearAsync();
        cut.LetGo();

        outcome.Should().Be("Migrated");
        (await cut.HearAsync()).Should().StartWith("Migration 7 Hang failed in Expand, at “Run C#: add ten”.");
        (await CounterAsync()).Should().Equal(11);
    }

    [Test]
    public async Task A_holder_of_a_lease_that_is_killed_in_a_step_is_followed_by_the_next()
    {
        await using var pooler = await PgBouncer.StartAsync(Database, "transaction");
        using var next = await Application.StartAsync(ByLease, pooler.ConnectionString, "go on");
        using (await StartHangingAsync(ByLease, pooler.ConnectionString))
        {
            await next.GoAsync();
        }

        (await next.HearAsync()).Should().Be("Migrated");
        (await CounterAsync()).Should().Equal(11);
    }

    [Test]
    public async Task A_holder_of_a_lease_that_is_paused_in_a_step_cannot_write_when_it_wakes_up()
    {
        await using var pooler = await PgBouncer.StartAsync(Database, "transaction");
        using var paused = await StartHangingAsync(ByLease, pooler.ConnectionString);
        using var next = await Application.StartAsync(ByLease, pooler.ConnectionString, "go on");
        paused.Pause();
        await next.GoAsync();
        await Eventually.BeAsync(async () => (await Database.QueryAsync<long>("SELECT token FROM schema_evolve.lease"))[0] == 2);

        paused.Resume();
        paused.LetGo();

        (await paused.HearAsync()).Should().StartWith("The l");
        (await next.HearAsync()).Should().Be("Migrated");
        (await CounterAsync()).Should().Equal(11);
    }

    [Test]
    public async Task What_the_server_is_still_doing_for_a_killed_process_is_waited_for_and_the_rest_is_done([Values("fill", "index")] string story)
    {
        using (var first = await Application.StartAsync(Engines.PostgreSql, Database.ConnectionString, "one"))
        {
            await first.GoAsync();
            (await first.HearAsync()).Should().Be("Migrated");
        }

        await using var writer = await Database.OpenAsync();
        await using var writing = await writer.BeginTransactionAsync();
        await using var update = new Npgsql.NpgsqlCommand("UPDATE counter SET value = value", writer);
        await update.ExecuteNonQueryAsync();
        using (var killed = await Application.StartAsync(Engines.PostgreSql, Database.ConnectionString, story))
        {
            await killed.GoAsync();
            await Eventually.BeAsync(async () =>
                (await Database.QueryAsync<bool>("SELECT true FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")).Count == 1);
        }

        using var next = await Application.StartAsync(Engines.PostgreSql, Database.ConnectionString, story);
        await next.GoAsync();
        await writing.CommitAsync();

        (await next.HearAsync()).Should().Be("Migrated");
        (await CounterAsync()).Should().Equal(story == "fill" ? 10 : 1);
        (await Database.QueryAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('by_value')")).Should().Equal(story == "fill" ? [] : [true]);
    }

    private static async Task<Application> StartHangingAsync(string engine, string connectionString)
    {
        var starter = await Application.StartAsync(engine, connectionString, "hang");
        await starter.GoAsync();
        (await starter.HearAsync()).Should().Be("hanging");

        return starter;
    }

    private Task<IReadOnlyList<int>> CounterAsync() => Database.QueryAsync<int>("SELECT value FROM counter");
}
