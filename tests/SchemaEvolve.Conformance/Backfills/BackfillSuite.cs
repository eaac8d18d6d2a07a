namespace SchemaEvolve.Conformance.Backfills;

/// <summary>Which rows of a table a backfill brings up to date, whatever its key.</summary>
public abstract class BackfillSuite<TEngine> : RowsSuite<TEngine>
    where TEngine : IEngine
{
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

    private static TestCaseData Case(string name, Sql key, params Column[] columns) => new TestCaseData(key, columns).SetArgDisplayNames(name);

    private static Task ShoutAsync(BackfillPage page, CancellationToken cancellationToken) => Each(page, row => row.Set("new", row.Get<string>("old").ToUpperInvariant()));
}
