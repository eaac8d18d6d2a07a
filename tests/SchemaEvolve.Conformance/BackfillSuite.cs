using System.Diagnostics;
using System.Globalization;
using Dapper;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>What holds while the rows of a table are brought up to date, whatever the table and whoever else is there.</summary>
public abstract class BackfillSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private const int Many = 2_500;

    private static readonly Identifier Old = "old";
    private static readonly Identifier New = "new";

    private static readonly RecordedMigration CreateByNumber = Create(Column.Int64("id").PrimaryKey());

    private static readonly RecordedMigration Shout = Recorded.Migration(2, "Shout", schema => schema.Table("t").Backfill("new", $"upper({Old})", Undo.Nothing));

    private static readonly RecordedMigration ToNumber = Recorded.Migration(2, "ToNumber", schema => schema.Table("t").Backfill("number", $"{Old}", Undo.Nothing));

    /// <summary>Tables of every kind of key, and what makes a key of a number.</summary>
    public static IEnumerable<TestCaseData> Keys =>
    [
        Case("a whole number", $"i", Column.Int64("id").PrimaryKey()),
        Case("a number that leaves gaps and is negative", $"i * 100003 - 90000000", Column.Int64("id").PrimaryKey()),
        Case("text", $"'it''s ' || i || ' – ü'", Column.Text("id").PrimaryKey()),
        Case("text that is compared without regard to case", $"CASE WHEN i % 2 = 0 THEN 'KEY ' ELSE 'key ' END || i", Column.Text("id").Collate("NOCASE").PrimaryKey()),
        Case("text of fixed length", $"substr('00000' || i, length('00000' || i) - 4)", Column.Char("id", 8).PrimaryKey()),
        Case(
            "a GUID",
            Sql.Per(
                postgreSql: $"md5(cast(i AS text))::uuid",
                sqlite: $"printf('%08X-0000-4000-8000-%012X', (i * 7919) % 100003, i)"),
            Column.Guid("id").PrimaryKey()),
        Case(
            "an instant",
            Sql.Per(postgreSql: $"timestamptz '2026-03-29 00:59:59.999999+00' + i * interval '1.000001 s'", sqlite: $"strftime('%Y-%m-%d %H:%M:%f', 1774746000.123 + i * 1.001, 'unixepoch')"),
            Column.Timestamp("id").PrimaryKey()),
        Case("a fraction", $"i / 7.0", Column.Double("id").PrimaryKey()),
        Case("an exact number", $"i / 4.0", Column.Decimal("id", 12, 2).PrimaryKey()),
        Case(
            "bytes",
            Sql.Per(postgreSql: $"decode(lpad(to_hex(i), 6, '0') || '00ff', 'hex')", sqlite: $"CAST(char(i, 0, 39) AS BLOB)"),
            Column.Binary("id").PrimaryKey()),
        Case("two columns", $"i % 7, 'part ' || (i / 7)", Column.Int32("id").PrimaryKey(), Column.Text("part").PrimaryKey()),
        Case("no key at all", $"i % 3", Column.Int32("id")),
    ];

    [TestCaseSource(nameof(Keys))]
    public async Task Every_row_is_filled_once_whatever_the_key(Sql key, Column[] columns)
    {
        var create = Create(columns);
        await Database.Migrator(create).MigrateAsync();
        await InsertAsync(Many, key, columns);
        await CountWritesAsync();

        // Cut off in the middle and taken up again, so that each kind of key goes through the journal.
        await CancelAtAsync(4, create, Shout);
        (await WritesAsync()).Should().BeInRange(1, Many - 1);
        await Database.Migrator(create, Shout).MigrateAsync();

        (await StaleAsync()).Should().Be(0);
        (await WritesAsync()).Should().Be(Many);
    }

    [Test]
    public async Task Rows_that_are_right_already_are_not_written()
    {
        var again = Recorded.Migration(3, "Again", schema => schema.Table("t")
            .Backfill("new", $"upper({Old})", Undo.Nothing)
            .Backfill("shout by C#", 1, reads: ["old"], writes: ["new"], ShoutAsync, Undo.Nothing));
        await FillAsync();
        await Database.Migrator(CreateByNumber, Shout).MigrateAsync();
        await CountWritesAsync();

        await Database.Migrator(CreateByNumber, Shout, again).MigrateAsync();

        (await WritesAsync()).Should().Be(0);
    }

    [Test]
    public async Task Only_rows_that_meet_the_condition_are_converted()
    {
        var some = Recorded.Migration(2, "Some", schema => schema.Table("t").Backfill("number", $"{Old}", Undo.Nothing, where: $"{Old} NOT LIKE 'x%'"));
        await FillAsync(numbers: true);
        await Database.ExecuteAsync("UPDATE t SET old = 'x' || old WHERE id % 5 = 0");

        await Database.Migrator(CreateByNumber, some).MigrateAsync();

        (await Database.QueryAsync<long>("SELECT count(*) FROM t WHERE id % 5 = 0 AND number IS NULL")).Should().Equal(Many / 5);
        (await Database.QueryAsync<long>("SELECT count(*) FROM t WHERE id % 5 <> 0 AND number = id")).Should().Equal(Many - (Many / 5));
    }

    [Test]
    public async Task A_row_that_is_in_step_the_other_way_is_left_alone()
    {
        var both = Recorded.Migration(2, "Both", schema => schema.Record(new Changes.Backfill("t", [new("new", $"upper({Old})")], Where: null, Undo.Nothing)
        {
            Unless = [new("old", $"lower({New})")],
        }));
        await FillAsync();
        await Database.ExecuteAsync("UPDATE t SET old = 'new one', new = 'New One' WHERE id = 7");
        await CountWritesAsync();

        await Database.Migrator(CreateByNumber, both).MigrateAsync();

        (await Database.QueryAsync<string>("SELECT new FROM t WHERE id = 7")).Should().Equal("New One");
        (await WritesAsync()).Should().Be(Many - 1);
    }

    [Test]
    public async Task An_empty_table_has_nothing_to_fill()
    {
        var heard = new Heard();
        await Database.Migrator(CreateByNumber).MigrateAsync();

        await Database.Migrator(With(new() { Progress = heard }), CreateByNumber, Shout).MigrateAsync();

        heard.Last.Rows.Should().Be(0);
        heard.Last.Percent.Should().Be(100);
    }

    [Test]
    public async Task Two_backfills_of_a_table_run_one_after_the_other()
    {
        var twice = Recorded.Migration(2, "Twice", schema => schema.Table("t")
            .Backfill("new", $"upper({Old})", Undo.Nothing)
            .Backfill("old", $"lower({New}) || '!'", Undo.Nothing, where: $"{Old} NOT LIKE '%!'"));
        await FillAsync();

        await CancelAtAsync(3, CreateByNumber, twice);
        await Database.Migrator(CreateByNumber, twice).MigrateAsync();

        (await Database.QueryAsync<long>("SELECT count(*) FROM t WHERE new = 'ROW ' || id AND old = 'row ' || id || '!'")).Should().Equal(Many);
    }

    [Test]
    public async Task A_table_of_the_same_plan_is_filled_with_it()
    {
        var whole = Recorded.Migration(1, "Whole", schema => schema
            .CreateTable("t", Column.Int64("id").PrimaryKey(), Column.Text("old"), Column.Text("new"))
            .Seed(["id", "old"], key: ["id"], [1, "a"], [2, "b"])
            .Backfill("new", $"upper({Old})", Undo.Nothing)
            .Backfill("shout twice", 1, reads: ["new"], writes: ["old"], (page, _) => Each(page, row => row.Set("old", row.Get<string>("new") + "!")), Undo.Nothing));

        await Database.Migrator(whole).MigrateAsync();

        (await Database.RowsAsync("t")).Should().Equal("id=1, new=A, old=A!", "id=2, new=B, old=B!");
    }

    [Test]
    public async Task An_edited_backfill_starts_anew()
    {
        var whisper = Recorded.Migration(2, "Whisper", schema => schema.Table("t").Backfill("new", $"{Old} || '…'", Undo.Nothing));
        await FillAsync();
        await CancelAtAsync(4, CreateByNumber, Shout);

        await Database.Migrator(CreateByNumber, whisper).MigrateAsync();

        (await Database.QueryAsync<long>("SELECT count(*) FROM t WHERE new = old || '…'")).Should().Equal(Many);
    }

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
    public async Task A_row_that_cannot_be_converted_is_named()
    {
        await FillAsync(numbers: true);
        await Database.ExecuteAsync("UPDATE t SET old = 'none' WHERE id = 1777");
        await CountWritesAsync();

        var failure = (await Filling(ToNumber).Should().ThrowAsync<MigrationFailedException>()).Which;

        failure.Message.Should().Contain("The row with id = 1777 cannot be filled: ").And.Contain("none");
        failure.Sql.Should().StartWith("UPDATE \"t\" SET");
        (await Database.QueryAsync<long>("SELECT count(*) FROM t WHERE number = id")).Should().Equal(1776);

        await Database.ExecuteAsync("DELETE FROM t WHERE id = 1777");
        await Filling(ToNumber)();
        (await WritesAsync()).Should().Be(Many - 1);
    }

    [Test]
    public async Task Rows_that_cannot_be_converted_are_put_aside_where_that_is_asked_for([Values] bool byCode)
    {
        var fill = byCode
            ? Recorded.Migration(2, "ByCode", schema => schema.Table("t").Backfill(
                "parse", 1, reads: ["old"], writes: ["number"], (page, _) => Each(page, row => row.Set("number", int.Parse(row.Get<string>("old"), CultureInfo.InvariantCulture))), Undo.Nothing))
            : ToNumber;
        await FillAsync(numbers: true);
        await Database.ExecuteAsync("UPDATE t SET old = 'none' WHERE id IN (1, 1777, 2500)");
        var heard = new Heard();
        var migrator = Database.Migrator(With(new() { OnRowError = RowErrors.Quarantine, Progress = heard }), CreateByNumber, fill);

        var report = await migrator.MigrateAsync();

        report.Quarantined.Should().Be(3);
        heard.Last.Quarantined.Should().Be(3);
        (await migrator.QuarantineAsync()).Select(row => (row.Migration, row.Table, row.Key)).Should()
            .BeEquivalentTo([(2L, "t", "id = 1"), (2L, "t", "id = 1777"), (2L, "t", "id = 2500")]);
        (await migrator.QuarantineAsync()).Should().OnlyContain(row => row.Error.Contains("none"));
        (await Database.QueryAsync<long>("SELECT count(*) FROM t WHERE number = id")).Should().Equal(Many - 3);
    }

    [Test]
    public async Task A_statement_that_the_database_does_not_understand_is_no_fault_of_a_row()
    {
        var wrong = Recorded.Migration(2, "Wrong", schema => schema.Table("t").Backfill("new", $"no_such_function({Old})", Undo.Nothing));
        await FillAsync();

        var fill = () => Database.Migrator(With(new() { OnRowError = RowErrors.Quarantine }), CreateByNumber, wrong).MigrateAsync();

        (await fill.Should().ThrowAsync<MigrationFailedException>()).Which.Message.Should().Contain("no_such_function");
        (await Database.Migrator(CreateByNumber).QuarantineAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task CSharp_gets_pages_of_rows_and_writes_some_of_them_back()
    {
        var pages = new List<int>();
        var parse = Recorded.Migration(2, "Parse", schema => schema.Table("t").Backfill(
            "parse",
            version: 1,
            reads: ["id", "old"],
            writes: ["new", "number"],
            async (page, token) =>
            {
                pages.Add(page.Rows.Count);
                var (one, two) = await page.Connection.QuerySingleAsync<(int, int)>(new CommandDefinition("SELECT 1, 2", transaction: page.Transaction, cancellationToken: token));
                foreach (var row in page.Rows.Where(row => row.Get<long>("id") % 2 == 0))
                {
                    row.Set("new", row.Get<int>("id") == 4 ? null : $"{row.Get<string?>("new") ?? "nothing"}, {row.Get<string>("old")}");
                    row.Set("number", row.Get<int>("id") + one + two);
                }
            },
            Undo.Nothing,
            where: $"id > 2"));
        await FillAsync();
        await CountWritesAsync();

        await Database.Migrator(CreateByNumber, parse).MigrateAsync();

        pages.Sum().Should().Be(Many - 2);
        pages.Count.Should().BeGreaterThan(3);
        (await Database.RowsAsync("t")).Take(5).Should().Contain("id=1, new=NULL, number=NULL, old=row 1");
        (await Database.QueryAsync<long>("SELECT count(*) FROM t WHERE id > 4 AND id % 2 = 0 AND new = 'nothing, row ' || id AND number = id + 3")).Should().Equal((Many / 2) - 2);
        (await Database.QueryAsync<long>("SELECT count(*) FROM t WHERE id = 4 AND new IS NULL AND number = 7")).Should().Equal(1);
        (await WritesAsync()).Should().Be((Many / 2) - 1);
    }

    [Test]
    public async Task A_conversion_in_CSharp_that_fails_names_the_row()
    {
        var fail = Recorded.Migration(2, "Fail", schema => schema.Table("t").Backfill(
            "fail", 1, reads: ["old"], writes: ["new"], (page, _) => Each(page, row => row.Set("new", row.Key == "id = 1234" ? throw new FormatException("No phone number.") : "x")), Undo.Nothing));
        await FillAsync();

        (await Filling(fail).Should().ThrowAsync<MigrationFailedException>()).Which.Message.Should().Contain("The row with id = 1234 cannot be filled: FormatException: No phone number.");
        (await Database.QueryAsync<long>("SELECT count(*) FROM t WHERE new = 'x'")).Should().Equal(1233);
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

    private static RecordedMigration Create(params Column[] key) => Recorded.Migration(1, "Create", schema =>
        schema.CreateTable("t", [.. key, Column.Text("old"), Column.Text("new"), Column.Int32("number")]));

    private static TestCaseData Case(string name, Sql key, params Column[] columns) => new TestCaseData(key, columns).SetArgDisplayNames(name);

    private static MigratorOptions With(BackfillOptions options) => new() { Backfills = options };

    private static Task ShoutAsync(BackfillPage page, CancellationToken cancellationToken) => Each(page, row => row.Set("new", row.Get<string>("old").ToUpperInvariant()));

    private static Task Each(BackfillPage page, Action<BackfillRow> convert)
    {
        foreach (var row in page.Rows)
        {
            convert(row);
        }

        return Task.CompletedTask;
    }

    private Func<Task> Filling(RecordedMigration migration) => () => Database.Migrator(CreateByNumber, migration).MigrateAsync();

    private async Task FillAsync(bool numbers = false)
    {
        await Database.Migrator(CreateByNumber).MigrateAsync();
        await InsertAsync(Many, $"i", Column.Int64("id"));
        if (numbers)
        {
            await Database.ExecuteAsync("UPDATE t SET old = id");
        }
    }

    private Task InsertAsync(int rows, Sql key, params Column[] columns) => Database.ExecuteAsync(((Sql)
        $"""
        WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {rows})
        INSERT INTO t ({columns.Select(column => column.Name)}, old)
        SELECT {key}, 'row ' || i FROM numbers
        """).For(Database.Provider.Engine));

    // Runs until the backfill asks for the n-th time whether it may go on.
    private async Task CancelAtAsync(int batch, params RecordedMigration[] migrations)
    {
        using var stop = new CancellationTokenSource();
        var calls = 0;
        var run = () => Database.Migrator(
            With(new()
            {
                Throttle = async _ =>
                {
                    if (++calls == batch)
                    {
                        await stop.CancelAsync();
                    }

                    return TimeSpan.Zero;
                },
            }),
            migrations).MigrateAsync(stop.Token);

        await run.Should().ThrowAsync<OperationCanceledException>();
    }

    // Counts by a trigger of the application, which no driver and no statistics can get wrong.
    private async Task CountWritesAsync()
    {
        await Database.ExecuteAsync("CREATE TABLE writes (n INTEGER)");
        await Database.ExecuteAsync(Sql.Per(
            postgreSql:
                $"""
                CREATE FUNCTION count_write() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO writes VALUES (1); RETURN NULL; END';
                CREATE TRIGGER count_writes AFTER UPDATE OF new, number ON t FOR EACH ROW EXECUTE FUNCTION count_write()
                """,
            sqlite: $"CREATE TRIGGER count_writes AFTER UPDATE OF new, number ON t BEGIN INSERT INTO writes VALUES (1); END").For(Database.Provider.Engine));
    }

    private async Task<long> WritesAsync() => (await Database.QueryAsync<long>("SELECT count(*) FROM writes"))[0];

    private async Task<long> StaleAsync() => (await Database.QueryAsync<long>("SELECT count(*) FROM t WHERE new IS NULL OR new <> upper(old)"))[0];

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

    private sealed class Heard : IProgress<BackfillProgress>
    {
        public List<BackfillProgress> All { get; } = [];

        public BackfillProgress Last => All[^1];

        public void Report(BackfillProgress value) => All.Add(value);
    }
}
