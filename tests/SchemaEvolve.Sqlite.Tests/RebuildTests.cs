using SchemaEvolve.Changes;

namespace SchemaEvolve.Sqlite.Tests;

public class RebuildTests
{
    private LiveFile _file = null!;

    [SetUp]
    public void CreateFile() => _file = new();

    [TearDown]
    public void DeleteFile() => _file.Dispose();

    [TestCase("CASCADE")]
    [TestCase("SET NULL")]
    [TestCase("RESTRICT")]
    public async Task Rows_that_refer_to_a_copied_table_survive(string action)
    {
        _file.Execute(
            $"""
            CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT);
            CREATE TABLE child (id INTEGER PRIMARY KEY, parent INT REFERENCES parent(id) ON DELETE {action});
            INSERT INTO parent VALUES (1, '10'), (2, '20');
            INSERT INTO child VALUES (1, 1), (2, 2);
            """);

        await _file.ApplyAsync(new ChangeColumnType("parent", "name", ColumnType.Int32, Conversion.None));

        _file.Values("SELECT id || parent FROM child ORDER BY id").Should().Equal("11", "22");
        _file.Value<string>("SELECT typeof(name) FROM parent").Should().Be("integer");
        _file.Value<long>("PRAGMA foreign_keys").Should().Be(1);
        _file.Value<long>("PRAGMA legacy_alter_table").Should().Be(0);
    }

    [Test]
    public async Task Rows_keep_the_default_that_a_column_came_with_when_it_gets_another_in_the_same_copy()
    {
        _file.Execute("CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1);");

        await _file.ApplyAsync(
            new SetTableOptions("t", ["STRICT"]),
            new AddColumn("t", Column.Text("a")),
            new SetDefault("t", "a", $"'late'"),
            new AddColumn("t", Column.Text("b").NotNull().Default("early")),
            new SetDefault("t", "b", $"'late'"));

        _file.Execute("INSERT INTO t (id) VALUES (2)");
        _file.Values("SELECT coalesce(a, '-') || ' ' || b FROM t ORDER BY id").Should().Equal("- early", "late late");
    }

    [Test]
    public async Task A_constraint_takes_another_name_wherever_it_stands_and_whether_it_had_one()
    {
        _file.Execute(
            """
            CREATE TABLE t (
                id INTEGER PRIMARY KEY AUTOINCREMENT, -- counted
                a TEXT /* once */ UNIQUE COLLATE NOCASE,
                b INT CONSTRAINT "b > 0" CHECK (b > 0),
                c INT REFERENCES t (id)
            );
            INSERT INTO t (a, b) VALUES ('x', 1);
            """);

        await _file.ApplyAsync(
            new RenameConstraint("t", "pk_t", "key"),
            new RenameConstraint("t", "uq_a", "one a"),
            new RenameConstraint("t", "b > 0", "positive"),
            new RenameConstraint("t", "fk_c", "parent"));

        _file.Value<string>("SELECT sql FROM sqlite_schema WHERE name = 't'").Should().Be(
            """
            CREATE TABLE t (
                id INTEGER CONSTRAINT "key" PRIMARY KEY AUTOINCREMENT, -- counted
                a TEXT /* once */ CONSTRAINT "one a" UNIQUE COLLATE NOCASE,
                b INT CONSTRAINT "positive" CHECK (b > 0),
                c INT CONSTRAINT "parent" REFERENCES t (id)
            )
            """);
        _file.Values("SELECT id || a || b FROM t").Should().Equal("1x1");
    }

    [Test]
    public async Task What_no_change_can_speak_of_survives_to_the_letter()
    {
        _file.Execute(
            """
            CREATE TABLE log (what TEXT);
            CREATE TABLE t ( -- things
                id INTEGER PRIMARY KEY AUTOINCREMENT, /* counted */
                code TEXT COLLATE NOCASE NOT NULL ON CONFLICT REPLACE DEFAULT 'none',
                a INT CHECK (a > 0), -- no name
                b TEXT UNIQUE ON CONFLICT IGNORE,
                c GENERATED ALWAYS AS (a + 1) STORED,
                d AS (a * 2),
                UNIQUE (code, b) -- the last
            );
            CREATE INDEX "by a" ON t (a) WHERE a > 5 -- partial;
            ;
            CREATE INDEX by_lower ON t (lower(code), b COLLATE BINARY DESC);
            CREATE TRIGGER after_insert AFTER INSERT ON t BEGIN INSERT INTO log VALUES ('new ' || NEW.id); END;
            CREATE VIEW v AS SELECT code, d FROM t;
            CREATE TRIGGER into_view INSTEAD OF INSERT ON v BEGIN INSERT INTO t (code) VALUES (NEW.code); END;
            CREATE TRIGGER elsewhere AFTER INSERT ON log BEGIN UPDATE t SET a = a WHERE 0; END;
            INSERT INTO t (code, a, b) VALUES ('x', 7, 'one'), ('y', 8, 'two'), ('z', 9, 'three');
            DELETE FROM t WHERE id = 3;
            """);
        var before = Schema();

        await _file.ApplyAsync(new SetDefault("t", "a", $"1"));

        Schema().Should().Equal(before.Select(sql => sql
            .Replace("CREATE TABLE t (", "CREATE TABLE \"t\" (", StringComparison.Ordinal)
            .Replace("a INT CHECK (a > 0)", "a INT CHECK (a > 0) DEFAULT 1", StringComparison.Ordinal)));
        _file.Execute("INSERT INTO v (code) VALUES ('w')");
        _file.Value<long>("SELECT max(id) FROM t").Should().Be(4, "a number is never given twice");
        _file.Values("SELECT what FROM log").Should().Equal("new 1", "new 2", "new 3", "new 4");
        _file.Values("SELECT id || code || a || b || c || d FROM t WHERE id < 3").Should().Equal("1x7one814", "2y8two916");
    }

    [TestCase("STRICT")]
    [TestCase("WITHOUT ROWID")]
    [TestCase("STRICT, WITHOUT ROWID")]
    public async Task Options_of_a_table_survive(string options)
    {
        _file.Execute($"CREATE TABLE t (a TEXT NOT NULL PRIMARY KEY, b TEXT) {options}; INSERT INTO t VALUES ('k', '1')");

        await _file.ApplyAsync(new ChangeColumnType("t", "b", ColumnType.Int32, Conversion.None));

        _file.Value<string>("SELECT sql FROM sqlite_schema WHERE name = 't'")
            .Should().Be($"CREATE TABLE \"t\" (a TEXT NOT NULL PRIMARY KEY, b INT) {options}");
        _file.Values("SELECT a || b FROM t").Should().Equal("k1");
    }

    [Test]
    public async Task Row_numbers_survive_where_no_column_holds_them()
    {
        _file.Execute("CREATE TABLE t (a TEXT, rowid TEXT); INSERT INTO t VALUES ('1', 'x'), ('2', 'y'), ('3', 'z'); DELETE FROM t WHERE a = '2'");

        await _file.ApplyAsync(new ChangeColumnType("t", "a", ColumnType.Int32, Conversion.None));

        _file.Values("SELECT _rowid_ || a || rowid FROM t").Should().Equal("11x", "33z");
    }

    [Test]
    public async Task Tables_that_refer_to_each_other_and_to_themselves_survive()
    {
        _file.Execute(
            """
            CREATE TABLE a (id INTEGER PRIMARY KEY, b INT REFERENCES b(id) DEFERRABLE INITIALLY DEFERRED, up INT REFERENCES a ON DELETE CASCADE, v TEXT);
            CREATE TABLE b (id INTEGER PRIMARY KEY, a INT REFERENCES a(id), v TEXT);
            BEGIN;
            INSERT INTO a VALUES (1, 1, 1, '1'), (2, 1, 1, '2');
            INSERT INTO b VALUES (1, 2, '3');
            COMMIT;
            """);

        await _file.ApplyAsync(
            new ChangeColumnType("a", "v", ColumnType.Int32, Conversion.None),
            new ChangeColumnType("b", "v", ColumnType.Int32, Conversion.None));

        _file.Values("SELECT a.id || a.b || a.up || a.v || b.a || b.v FROM a JOIN b ON b.id = a.b").Should().Equal("111123", "211223");
        _file.Values("SELECT \"table\" FROM pragma_foreign_key_check").Should().BeEmpty();
        FluentActions.Invoking(() => _file.Execute("INSERT INTO b VALUES (9, 99, '1')")).Should().Throw<Exception>();
    }

    [Test]
    public async Task Thirty_five_changes_of_type_over_sixteen_tables_make_sixteen_copies()
    {
        string[] columns = ["a", "b", "c"];
        var tables = Enumerable.Range(1, 16).Select(number => $"t{number}").ToList();
        foreach (var table in tables)
        {
            _file.Execute($"CREATE TABLE {table} (a INT, b INT, c INT)");
        }

        Change[] changes = [.. columns.SelectMany(column => tables.Select(table => (Change)new ChangeColumnType(table, column, ColumnType.Text(), Conversion.None))).Take(35)];
        var compilation = LiveFile.Dialect.Compile([.. changes], await _file.InspectAsync());

        compilation.Count.Should().Be(35);
        compilation.Statements.Count(statement => statement.Impacts.Any(impact => impact.Rewrites)).Should().Be(16);
        _file.Run(compilation.Statements);
        SqliteCatalog.Normalize(await _file.InspectAsync()).Should().Be(SqliteCatalog.Normalize(compilation.After));
    }

    [Test]
    public async Task A_change_to_the_type_that_is_there_already_copies_nothing()
    {
        _file.Execute("CREATE TABLE t (a TEXT, b INTEGER)");

        var compilation = LiveFile.Dialect.Compile(
            [new ChangeColumnType("t", "a", ColumnType.Text(), Conversion.None), new ChangeColumnType("t", "b", ColumnType.Int64, Conversion.None)],
            await _file.InspectAsync());

        compilation.Count.Should().Be(2);
        compilation.Statements.Should().BeEmpty();
    }

    [Test]
    public async Task A_copy_that_is_cut_off_at_any_statement_leaves_the_table_as_it_was()
    {
        _file.Execute(
            """
            CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);
            CREATE TABLE child (parent INT REFERENCES parent ON DELETE CASCADE);
            CREATE INDEX by_name ON parent (name);
            CREATE TRIGGER tr AFTER INSERT ON parent BEGIN DELETE FROM child WHERE 0; END;
            INSERT INTO parent (name) VALUES ('1');
            INSERT INTO child VALUES (1);
            """);
        var before = Schema();
        var statements = LiveFile.Dialect.Compile(
            [new ChangeColumnType("parent", "name", ColumnType.Int32, Conversion.None)],
            await _file.InspectAsync()).Statements;

        var cuts = Enumerable.Range(0, statements.Count).Where(number => !statements[number].IsAlways).ToList();
        foreach (var cut in cuts)
        {
            FluentActions.Invoking(() => _file.Run(statements, failing: cut)).Should().Throw<Exception>();

            Schema().Should().Equal(before);
            _file.Values("SELECT name || parent FROM parent JOIN child ON parent = id").Should().Equal("11");
            _file.Value<long>("PRAGMA foreign_keys").Should().Be(1);
            _file.Value<long>("PRAGMA legacy_alter_table").Should().Be(0);
        }

        cuts.Count.Should().BeGreaterThan(12);
    }

    [Test]
    public async Task Rows_that_broke_a_foreign_key_before_do_not_stop_a_copy()
    {
        _file.Execute(
            """
            PRAGMA foreign_keys = OFF;
            CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT);
            CREATE TABLE child (parent INT REFERENCES parent);
            INSERT INTO child VALUES (7);
            PRAGMA foreign_keys = ON;
            """);

        await _file.ApplyAsync(new ChangeColumnType("parent", "name", ColumnType.Int32, Conversion.None));

        _file.Values("SELECT parent FROM child").Should().Equal("7");
    }

    [Test]
    public async Task A_new_foreign_key_that_a_row_breaks_is_refused()
    {
        _file.Execute("CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (parent INT); INSERT INTO child VALUES (7)");

        var add = () => _file.ApplyAsync(new AddForeignKey("child", new("fk_child", ["parent"], "parent", ["id"])));

        await add.Should().ThrowAsync<InvalidOperationException>().WithMessage("Every row refers to a row that exists. *child*parent*");
        _file.Value<string>("SELECT sql FROM sqlite_schema WHERE name = 'child'").Should().Be("CREATE TABLE child (parent INT)");
    }

    [Test]
    public async Task Text_that_is_no_number_does_not_silently_become_0()
    {
        _file.Execute("CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('007'), (' 8 '), ('nine')");

        var change = () => _file.ApplyAsync(new ChangeColumnType("t", "a", ColumnType.Int32, Conversion.None));

        await change.Should().ThrowAsync<InvalidOperationException>().WithMessage("Every value of t.a is a number, as type int32 needs.*nine*");
        _file.Values("SELECT a FROM t").Should().Equal("007", " 8 ", "nine");
    }

    [Test]
    public async Task Rules_that_would_drop_rows_in_silence_stop_the_copy_instead()
    {
        _file.Execute("CREATE TABLE t (a TEXT UNIQUE ON CONFLICT IGNORE); INSERT INTO t VALUES ('1'), ('01')");

        var change = () => _file.ApplyAsync(new ChangeColumnType("t", "a", ColumnType.Int32, Conversion.None));

        await change.Should().ThrowAsync<Exception>().WithMessage("*UNIQUE constraint failed*");
        _file.Values("SELECT a FROM t").Should().Equal("1", "01");
    }

    [Test]
    public async Task A_trigger_that_writes_to_a_dropped_column_stops_the_drop()
    {
        _file.Execute(
            """
            CREATE TABLE t (id INTEGER PRIMARY KEY, b TEXT);
            CREATE TABLE other (x);
            CREATE TRIGGER tr AFTER INSERT ON other BEGIN UPDATE t SET b = NEW.x; END;
            """);

        var drop = () => _file.ApplyAsync(new DropColumn("t", "b"));

        await drop.Should().ThrowAsync<Exception>().WithMessage("*no such column: b*");
        _file.Values("SELECT name FROM pragma_table_info('t')").Should().Equal("id", "b");
    }

    [Test]
    public async Task A_view_that_loses_a_column_stops_the_copy()
    {
        _file.Execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT); CREATE VIEW v AS SELECT b FROM t; CREATE VIEW w AS SELECT * FROM v");

        var drop = () => _file.ApplyAsync(new SetDefault("t", "a", $"'x'"), new DropColumn("t", "b"));

        await drop.Should().ThrowAsync<Exception>().WithMessage("*no such column: b*");
        _file.Values("SELECT name FROM pragma_table_info('t')").Should().Equal("id", "a", "b");
    }

    [Test]
    public async Task A_copy_after_a_rename_waits_until_triggers_are_read_again()
    {
        _file.Execute(
            """
            CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
            CREATE TABLE log (what TEXT);
            CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (NEW.a); END;
            """);
        Change[] changes = [new RenameColumn("t", "a", "b"), new ChangeColumnType("t", "b", ColumnType.Int32, Conversion.None)];

        var compilation = LiveFile.Dialect.Compile([.. changes], await _file.InspectAsync());
        var next = LiveFile.Dialect.Compile([changes[1]], compilation.After);
        await _file.ApplyAsync(changes);

        compilation.Count.Should().Be(1);
        next.Count.Should().Be(0);
        _file.Execute("INSERT INTO t (b) VALUES (5)");
        _file.Values("SELECT what FROM log").Should().Equal("5");
    }

    [Test]
    public async Task Rows_are_written_with_foreign_keys_on_after_a_copy()
    {
        _file.Execute(
            """
            CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT);
            CREATE TABLE child (parent INT REFERENCES parent ON DELETE CASCADE);
            INSERT INTO parent VALUES (1, '1'), (2, '2');
            INSERT INTO child VALUES (1), (2);
            """);

        await _file.ApplyAsync(
            new ChangeColumnType("parent", "name", ColumnType.Int32, Conversion.None),
            new DeleteRows("parent", $"id = 1", Undo.Nothing));

        _file.Values("SELECT parent FROM child").Should().Equal("2");
    }

    private IReadOnlyList<string> Schema() => _file.Values("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name");
}
