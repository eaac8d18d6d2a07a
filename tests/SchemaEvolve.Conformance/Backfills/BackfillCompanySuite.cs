using System.Diagnostics;
using Dapper;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance.Backfills;

/// <summary>What a backfill and those who are there meanwhile can rely on.</summary>
public abstract class BackfillCompanySuite<TEngine> : RowsSuite<TEngine>
    where TEngine : IEngine
{
    [Test]
    public async Task It_ends_while_rows_are_inserted_all_the_time()
    {
        var heard = new Heard();
        var late = 1_000_000L;
        await FillAsync();

        // As long as there is another batch, there are more rows.
        await Database.Migrator(
            With(new()
            {
                Progress = heard,
                Throttle = async _ =>
                {
                    await Database.ExecuteAsync($"INSERT INTO t (id, old) VALUES ({late++}, 'late'), ({-late}, 'late')");
                    return TimeSpan.Zero;
                },
            }),
            CreateByNumber,
            Shout).MigrateAsync();

        late.Should().BeGreaterThan(1_000_003);
        heard.Last.Rows.Should().BeInRange(Many, Many + 1);
        (await Database.QueryAsync<long>($"SELECT count(*) FROM t WHERE id BETWEEN 1 AND {Many} AND (new IS NULL OR new <> upper(old))")).Should().Equal(0);
    }

    [Test]
    public async Task One_that_is_paused_goes_on_when_it_is_let()
    {
        var control = new BackfillControl();
        var paused = new TaskCompletionSource();
        var calls = 0;
        await FillAsync();
        await CountWritesAsync();
        var filling = Task.Run(() => Database.Migrator(
            With(new()
            {
                Control = control,
                Throttle = _ =>
                {
                    if (++calls == 4)
                    {
                        control.Pause();
                        paused.SetResult();
                    }

                    return ValueTask.FromResult(calls == 4 ? TimeSpan.FromMilliseconds(1) : TimeSpan.Zero);
                },
            }),
            CreateByNumber,
            Shout).MigrateAsync());
        await paused.Task;

        // Whatever it had done before it was held, it does no more: and it keeps nobody from writing.
        var writes = await WritesAsync();
        await Database.ExecuteAsync("UPDATE t SET number = 1");
        writes.Should().BeInRange(1, Many - 1);
        filling.IsCompleted.Should().BeFalse();
        control.IsPaused.Should().BeTrue();
        calls.Should().Be(4);

        control.Resume();
        await filling;
        (await StaleAsync()).Should().Be(0);
    }

    [Test]
    public async Task The_throttle_is_asked_before_each_batch_until_it_lets_go()
    {
        var calls = 0;
        var writes = new List<long>();
        await FillAsync();
        await CountWritesAsync();

        await Database.Migrator(
            With(new()
            {
                Throttle = async _ =>
                {
                    writes.Add(await WritesAsync());
                    return ++calls % 3 == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(1);
                },
            }),
            CreateByNumber,
            Shout).MigrateAsync();

        writes.Chunk(3).Should().OnlyContain(three => three.Distinct().Count() == 1);
        writes.Where((_, place) => place % 3 == 0).Should().OnlyHaveUniqueItems().And.HaveCountGreaterThan(3);
    }

    [Test]
    public async Task A_start_that_waits_goes_first_and_the_backfill_goes_on_behind_its_last_batch([Values] bool isPaused)
    {
        var add = Recorded.Migration(3, "Add", schema => schema.CreateTable("later", Column.Int64("id").PrimaryKey()));
        var background = new MigratorOptions { WhenToBackfill = Backfilling.Background, Contract = ContractPolicy.Manually, Heartbeat = TimeSpan.FromMilliseconds(20) };
        var control = new BackfillControl();
        var begun = new TaskCompletionSource();
        var isThrough = false;
        var calls = 0;
        await FillAsync();
        await CountWritesAsync();
        await Database.Migrator(background, CreateByNumber, Shout).MigrateAsync();
        using var stop = new CancellationTokenSource();

        // As long as the start is not through, the backfill does not end.
        var working = Database.Migrator(
            background with
            {
                Backfills = new()
                {
                    Control = control,
                    Throttle = _ =>
                    {
                        if (++calls == 3)
                        {
                            begun.SetResult();
                        }

                        if (calls == 3 && isPaused)
                        {
                            control.Pause();
                        }

                        return ValueTask.FromResult(calls >= 3 && !Volatile.Read(ref isThrough) ? TimeSpan.FromMilliseconds(1) : TimeSpan.Zero);
                    },
                },
            },
            CreateByNumber,
            Shout).KeepWorkingAsync(stop.Token);
        await begun.Task;

        var start = await Database.Migrator(background with { LockTimeout = TimeSpan.FromSeconds(30) }, CreateByNumber, Shout, add).MigrateAsync();
        var stale = await StaleAsync();
        Volatile.Write(ref isThrough, true);
        control.Resume();
        await Eventually.BeAsync(async () => (await Database.HistoryAsync()).Find(2)?.State == MigrationState.Migrated);
        await stop.CancelAsync();

        start.Outcome.Should().Be(MigrationOutcome.Migrated);
        (await Database.RowsAsync("later")).Should().BeEmpty();
        stale.Should().BePositive();
        (await StaleAsync()).Should().Be(0);
        (await WritesAsync()).Should().Be(Many);
        await working.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task Progress_never_goes_back_and_ends_at_a_hundred([Values] bool isTakenUp)
    {
        var heard = new Heard();
        await FillAsync();
        if (isTakenUp)
        {
            await CancelAtAsync(4, CreateByNumber, Shout);
        }

        await Database.Migrator(With(new() { Progress = heard }), CreateByNumber, Shout).MigrateAsync();

        heard.All.Select(progress => progress.Percent).Should().BeInAscendingOrder();
        heard.All.SkipLast(1).Should().OnlyContain(progress => progress.Percent < 100);
        heard.Last.Should().BeEquivalentTo(new { Percent = 100.0, Rows = (long)Many, Estimated = (long)Many, Left = TimeSpan.Zero });
        (heard.All[0].Rows > 0).Should().Be(isTakenUp);
    }

    [Test]
    public async Task Those_who_write_meanwhile_never_fail()
    {
        const int Rows = 100_000;
        await Database.ExecuteAsync(Sql.Per(postgreSql: $"SELECT 1", sqlite: $"PRAGMA journal_mode = WAL").For(Database.Provider.Engine));
        await Database.Migrator(CreateByNumber).MigrateAsync();
        await InsertAsync(Rows, $"i", Column.Int64("id"));
        using var stop = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var writers = Enumerable.Range(0, 3).Select(seed => Task.Run(() => WriteUntilAsync(seed, Rows, begun, stop.Token))).ToList();
        await begun.Task;

        await Database.Migrator(CreateByNumber, Shout).MigrateAsync();
        await stop.CancelAsync();

        (await Task.WhenAll(writers)).Sum().Should().BePositive();
        (await Database.QueryAsync<long>("SELECT count(*) FROM t WHERE new <> upper(old) OR new IS NULL")).Should().Equal(0);
    }

    [Test]
    public async Task A_process_that_is_killed_in_a_batch_loses_that_batch_and_no_other()
    {
        await FillAsync();
        using var killed = Start("fill and hang");
        await SayAsync(killed, "go");
        (await killed.StandardOutput.ReadLineAsync()).Should().Be("hanging");
        killed.Kill();
        await killed.WaitForExitAsync();
        var kept = await Database.QueryAsync<long>("SELECT id FROM t WHERE number = 1 ORDER BY id");

        using var next = Start("fill on");
        await SayAsync(next, "go");
        (await next.StandardOutput.ReadLineAsync()).Should().Be("Migrated");

        kept.Should().NotBeEmpty().And.HaveCountLessThan(Many);
        (await Database.QueryAsync<long>("SELECT id FROM t WHERE number = 1 ORDER BY id")).Should().Equal(kept);
        (await Database.QueryAsync<long>("SELECT count(*) FROM t WHERE number = 2")).Should().Equal(Many - kept.Count);
    }

    private async Task<long> WriteUntilAsync(int seed, int rows, TaskCompletionSource begun, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        await using var connection = await Database.OpenAsync();
        var writes = 0L;
        while (!cancellationToken.IsCancellationRequested)
        {
            var first = random.Next(1, rows);
            await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
            foreach (var id in new[] { first, random.Next(1, rows), random.Next(1, rows) }.Order())
            {
                await connection.ExecuteAsync("UPDATE t SET number = @id WHERE id = @id", new { id }, transaction);
            }

            await transaction.CommitAsync(CancellationToken.None);
            writes++;
            begun.TrySetResult();

            // Nobody waits in turn for a database of one writer, so writers without a pause would starve each other.
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }

        return writes;
    }

    private static async Task SayAsync(Process process, string line)
    {
        (await process.StandardOutput.ReadLineAsync()).Should().Be("ready");
        await process.StandardInput.WriteLineAsync(line);
    }

    private Process Start(string story) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [Path.Combine(TestContext.CurrentContext.TestDirectory, "SchemaEvolve.Starter.dll"), Database.Provider.Engine, Database.ConnectionString, story])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
