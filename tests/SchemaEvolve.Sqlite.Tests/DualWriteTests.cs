using Microsoft.Data.Sqlite;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Sqlite.Tests;

/// <summary>What only SQLite asks of dual writes: the rest is in the suite that runs on every database.</summary>
public class DualWriteTests
{
    private const string Nothing = "SELECT 1";

    private static readonly Identifier A = "a";
    private static readonly Identifier B = "b";

    private static readonly DualWrite Trim = new("a_b", Up: [new("b", $"trim({A})")], Down: [new("a", $"{B}")]);
    private static readonly DualWrite Upper = new("b_c", Up: [new("c", $"upper({B})")], Down: [new("b", $"{new Identifier("c")}")]);

    private static readonly DualWrite Number = new("id_number", Up: [new("number", $"{new Identifier("id")}")], Down: [new("id", $"{new Identifier("number")}")]);

    private LiveFile _file = null!;

    private static IEnumerable<string[]> Options => [[], [SqliteOptions.Strict], [SqliteOptions.WithoutRowId], [SqliteOptions.Strict, SqliteOptions.WithoutRowId]];

    [SetUp]
    public void CreateFile() => _file = new();

    [TearDown]
    public void DeleteFile() => _file.Dispose();

    [Test]
    public async Task Neither_the_kind_of_table_nor_recursive_triggers_make_a_difference(
        [ValueSource(nameof(Options))] string[] options,
        [Values("ON", "OFF")] string recursive)
    {
        await CreateAsync(options, Trim, Upper);
        _file.Execute($"PRAGMA recursive_triggers = {recursive}");

        _file.Execute("INSERT INTO t (k, l, a) VALUES ('x', 1, ' p '), ('y', 2, ' q ')");
        _file.Execute("INSERT INTO t (k, l, c) VALUES ('x', 2, 'r')");
        _file.Execute("UPDATE t SET b = 's' WHERE k = 'y'");
        _file.Execute("UPDATE t SET c = 'u', l = 9 WHERE l = 1");
        _file.Execute("INSERT OR REPLACE INTO t (k, l, b) VALUES ('y', 2, 'v')");
        _file.Execute("INSERT OR IGNORE INTO t (k, l, b) VALUES ('y', 2, 'w'), ('z', 3, 'w')");

        Rows().Should().Equal("x|2|r|r|r|", "x|9|u|u|u|", "y|2|v|v|V|", "z|3|w|w|W|");
    }

    [Test]
    public async Task What_another_trigger_changes_is_followed(
        [Values("BEFORE", "AFTER")] string time,
        [Values("a", "b", "c")] string column,
        [Values("ON", "OFF")] string recursive,
        [Values] bool isOlder)
    {
        var trigger = $"CREATE TRIGGER users {time} UPDATE OF other ON t BEGIN UPDATE t SET {column} = NEW.other WHERE k = NEW.k; END";
        _file.Execute("PRAGMA recursive_triggers = " + recursive);
        await CreateAsync([], isOlder ? trigger : null, Trim, Upper);
        _file.Execute(isOlder ? Nothing : trigger);
        _file.Execute("INSERT INTO t (k, l, a) VALUES ('x', 1, 'p')");

        _file.Execute("UPDATE t SET other = 'N'");

        Rows().Should().Equal("x|1|N|N|N|N");
    }

    [Test]
    public async Task A_trigger_that_puts_a_value_in_form_is_followed(
        [Values("a", "b", "c")] string column,
        [Values("a", "b", "c")] string written,
        [Values("ON", "OFF")] string recursive,
        [Values] bool isOlder)
    {
        // Under recursive triggers it would call itself forever without the condition.
        var trigger = $"CREATE TRIGGER users AFTER UPDATE OF {column} ON t WHEN NEW.{column} <> replace(NEW.{column}, '-', '') BEGIN UPDATE t SET {column} = replace(NEW.{column}, '-', '') WHERE k = NEW.k; END";
        _file.Execute("PRAGMA recursive_triggers = " + recursive);
        await CreateAsync([], isOlder ? trigger : null, Trim, Upper);
        _file.Execute(isOlder ? Nothing : trigger);
        _file.Execute("INSERT INTO t (k, l, a) VALUES ('x', 1, 'p')");

        _file.Execute($"UPDATE t SET {written} = 'N-N'");
        Rows().Should().Equal("x|1|NN|NN|NN|");

        _file.Execute($"INSERT INTO t (k, l, {written}) VALUES ('y', 2, 'M')");
        Rows().Should().Equal("x|1|NN|NN|NN|", "y|2|M|M|M|");
    }

    [Test]
    public async Task Recursive_triggers_make_no_difference_to_any_sequence_of_statements([Values(1, 2, 3, 4, 5)] int seed)
    {
        using var other = new LiveFile();
        foreach (var (file, recursive, options) in new[] { (_file, "ON", new[] { SqliteOptions.WithoutRowId }), (other, "OFF", []) })
        {
            file.Execute($"PRAGMA recursive_triggers = {recursive}");
            await CreateAsync(file, options, null, Trim, Upper, new("fill", Up: [new("other", $"nullif({A}, 'x')")], Down: []));
        }

        var random = new Random(seed);
        for (var number = 0; number < 150; number++)
        {
            var columns = new[] { "a", "b", "c", "other" }.Where(_ => random.Next(2) == 0).Append("l").ToList();
            var values = columns.SkipLast(1).Select(_ => new[] { "NULL", "'x'", "' x '", "'Y'", "'y'" }[random.Next(5)]).Append("1").ToList();
            var statement = random.Next(3) switch
            {
                0 => $"INSERT OR REPLACE INTO t (k, {string.Join(", ", columns)}) VALUES ({random.Next(5)}, {string.Join(", ", values)})",
                1 => $"INSERT INTO t (k, {string.Join(", ", columns)}) VALUES ({random.Next(5)}, {string.Join(", ", values)}) ON CONFLICT DO UPDATE SET {columns[0]} = excluded.{columns[0]}",
                _ => $"UPDATE t SET {string.Join(", ", columns.Zip(values).Select(pair => $"{pair.First} = {pair.Second}"))} WHERE k = {random.Next(5)}",
            };

            _file.Execute(statement);
            other.Execute(statement);

            Rows(_file).Should().Equal(Rows(other), "statement {0} was {1}", number, statement);
        }
    }

    [Test]
    public async Task A_conversion_that_raises_fails_the_statement_and_no_other()
    {
        await CreateAsync([], new DualWrite("json", Up: [new("b", $"json({A})")], Down: [new("a", $"{B}")]));
        _file.Execute("INSERT INTO t (k, l, a) VALUES ('x', 1, '{ }')");

        foreach (var statement in new[] { "INSERT INTO t (k, l, a) VALUES ('y', 2, 'x{')", "UPDATE t SET a = 'x{'" })
        {
            var raise = () => _file.Execute(statement);
            raise.Should().Throw<SqliteException>().WithMessage("*malformed JSON*");
        }

        _file.Execute("INSERT INTO t (k, l, other) VALUES ('z', 3, 'o')");
        Rows().Should().Equal("x|1|{ }|{}||", "z|3||||o");
    }

    [Test]
    public async Task An_update_of_other_columns_asks_nothing()
    {
        var calls = 0;
        _file.Connection.CreateFunction("counted", (string? value) =>
        {
            calls++;
            return value;
        });
        await CreateAsync([], new DualWrite("counted", Up: [new("b", $"counted({A})")], Down: [new("a", $"counted({B})")]));
        _file.Execute("INSERT INTO t (k, l, a) VALUES ('x', 1, 'p')");
        calls.Should().BePositive();
        calls = 0;

        _file.Execute("UPDATE t SET other = 'o', l = 2");
        _file.Execute("UPDATE t SET a = a, b = b");

        calls.Should().Be(0);
        _file.Execute("UPDATE t SET a = 'q'");
        calls.Should().BePositive();
    }

    [Test]
    public async Task A_copied_and_renamed_table_goes_on()
    {
        await CreateAsync([], Trim);

        await _file.ApplyAsync(new SetDefault("t", "other", $"'o'"), new AddColumn("t", Column.Int32("rowid")));
        await _file.ApplyAsync(new RenameTable("t", "u"));
        await _file.ApplyAsync(new DropColumn("u", "c"), new RenameColumn("u", "other", "else"));
        _file.Execute("INSERT INTO u (k, l, a) VALUES ('x', 1, ' p ')");

        _file.Values("SELECT k || a || b || \"else\" FROM u").Should().Equal("x p po");
        (await _file.InspectAsync())["u"].Opaques.Should().BeEmpty();
        _file.Values("SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name").Should().Equal("schema_evolve_inserted_u", "schema_evolve_updated_u");
    }

    [Test]
    public async Task An_older_sqlite_copies_the_table_to_loosen_it()
    {
        await _file.ApplyAsync(new CreateTable(Table.Of("t", Column.Int64("id").PrimaryKey(), Column.Text("a").NotNull(), Column.Text("b"))));
        var old = new SqliteDialect(new(3, 34));
        _file.Run(old.Compile([new AddDualWrite("t", Trim)], await _file.InspectAsync()).Statements);

        _file.Execute("INSERT INTO t (id, b) VALUES (1, 'x')");
        var neither = () => _file.Execute("INSERT INTO t (id) VALUES (2)");

        neither.Should().Throw<SqliteException>().WithMessage("*NOT NULL constraint failed: t.a*");
        (await _file.InspectAsync())["t"].Columns["a"].IsNullable.Should().BeFalse();
        _file.Run(old.Compile([new DropDualWrite("t", "a_b")], await _file.InspectAsync()).Statements);
        _file.Value<string>("SELECT sql FROM sqlite_schema WHERE name = 't'").Should().Contain("\"a\" TEXT NOT NULL");
    }

    [TestCase("a <> b", true)]
    [TestCase("a IS NOT NULL", true)]
    [TestCase("coalesce(b, '') <> ''", true)]
    [TestCase("length(a) > 0", false)]
    [TestCase("other <> ''", false)]
    public async Task A_check_that_would_see_half_a_row_is_refused(string condition, bool isRefused)
    {
        await CreateAsync([]);
        await _file.ApplyAsync(new AddCheck("t", new("whole", Sql.Raw(condition))));

        var add = () => _file.ApplyAsync(new AddDualWrite("t", Trim));

        if (isRefused)
        {
            (await add.Should().ThrowAsync<CatalogException>()).Which.Message.Should().StartWith("Check whole of t is looked at before SQLite has made ");
        }
        else
        {
            await add.Should().NotThrowAsync();
        }
    }

    [Test]
    public async Task A_key_without_row_numbers_cannot_be_filled_in()
    {
        await CreateAsync([SqliteOptions.WithoutRowId]);

        var add = () => _file.ApplyAsync(new AddDualWrite("t", new("key", Up: [new("b", $"{new Identifier("k")}")], Down: [new("k", $"{B}")])));

        (await add.Should().ThrowAsync<CatalogException>()).Which.Message.Should().StartWith("Column k is part of the key of t, and in a WITHOUT ROWID table SQLite enforces NOT NULL");
    }

    [TestCase("IGNORE", "ON")]
    [TestCase("IGNORE", "OFF")]
    [TestCase("REPLACE", "ON")]
    [TestCase("REPLACE", "OFF")]
    public async Task A_row_number_that_is_taken_is_not_taken_twice(string conflict, string recursive)
    {
        _file.Execute($"PRAGMA recursive_triggers = {recursive}");
        await CreateNumberedAsync(Number, Trim);
        _file.Execute("INSERT INTO t (id, a) VALUES (1, 'x'), (2, 'y')");

        var insert = () => _file.Execute($"INSERT OR {conflict} INTO t (number, b) VALUES (2, 'z')");

        if (conflict == "REPLACE")
        {
            insert();
            _file.Values("SELECT concat_ws('|', id, number, a, b) FROM t").Should().Equal("1|1|x|x", "2|2|z|z");
        }
        else
        {
            insert.Should().Throw<SqliteException>().WithMessage("*UNIQUE constraint failed: t.id*");
            _file.Values("SELECT concat_ws('|', id, number, a, b) FROM t").Should().Equal("1|1|x|x", "2|2|y|y");
        }
    }

    [Test]
    public async Task A_row_number_is_not_on_its_way_to_two_forms()
    {
        await CreateNumberedAsync(Number);

        var add = () => _file.ApplyAsync(new AddDualWrite("t", new("number_a", Up: [new("a", $"{new Identifier("number")} * 10")], Down: [new("number", $"{A} / 10")])));

        (await add.Should().ThrowAsync<CatalogException>()).Which.Message.Should().StartWith("Column id is the number by which SQLite finds a row of t");
    }

    [Test]
    public async Task A_name_that_a_conversion_asks_for_is_not_renamed_beneath_it()
    {
        await _file.ApplyAsync(new CreateTable(Table.Of("words", Column.Text("long").PrimaryKey(), Column.Text("short"))));
        await CreateAsync([], new DualWrite("shorter", Up: [new("b", $"(SELECT short FROM words WHERE long = a)")], Down: [new("a", $"{B}")]));

        foreach (var (change, name) in new (Change, string)[] { (new RenameTable("words", "terms"), "words"), (new RenameColumn("words", "short", "brief"), "short") })
        {
            var rename = () => _file.ApplyAsync(change);

            (await rename.Should().ThrowAsync<CatalogException>()).Which.Message.Should()
                .Be($"The name {name} is used by dual write shorter of t. Contract the migration that made it first, then rename {name}.");
        }
    }

    private async Task CreateNumberedAsync(params DualWrite[] syncs)
    {
        await _file.ApplyAsync(new CreateTable(Table.Of("t", Column.Int64("id").Identity().PrimaryKey(), Column.Int64("number"), Column.Text("a"), Column.Text("b"))));
        await _file.ApplyAsync([.. syncs.Select(sync => new AddDualWrite("t", sync))]);
    }

    private Task CreateAsync(string[] options, params DualWrite[] syncs) => CreateAsync(_file, options, null, syncs);

    private Task CreateAsync(string[] options, string? trigger, params DualWrite[] syncs) => CreateAsync(_file, options, trigger, syncs);

    private static async Task CreateAsync(LiveFile file, string[] options, string? trigger, params DualWrite[] syncs)
    {
        await file.ApplyAsync(new CreateTable(Table.Of(
            "t",
            Column.Text("k").PrimaryKey(),
            Column.Int64("l").PrimaryKey(),
            Column.Text("a"),
            Column.Text("b"),
            Column.Text("c"),
            Column.Text("other")) with
        {
            Options = [.. options],
        }));
        file.Execute(trigger ?? Nothing);
        await file.ApplyAsync([.. syncs.Select(sync => new AddDualWrite("t", sync))]);
    }

    private IReadOnlyList<string> Rows() => Rows(_file);

    private static IReadOnlyList<string> Rows(LiveFile file) => file.Values("SELECT concat_ws('|', k, l, coalesce(a, ''), coalesce(b, ''), coalesce(c, ''), coalesce(other, '')) FROM t ORDER BY k, l");
}
