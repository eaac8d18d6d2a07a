using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Sqlite.Tests;

/// <summary>What only SQLite asks of mirrors: the rest is in the suite that runs on every database.</summary>
public class MirrorTests
{
    private static readonly Mirror Mirror = new(new("p", "a", ["k", "l"]), new("q", "b", ["m", "n"]));

    private LiveFile _file = null!;

    private static IEnumerable<string[]> Options => [[], [SqliteOptions.Strict], [SqliteOptions.WithoutRowId]];

    [SetUp]
    public void CreateFile() => _file = new();

    [TearDown]
    public void DeleteFile() => _file.Dispose();

    [Test]
    public async Task Neither_the_kind_of_table_nor_recursive_triggers_make_a_difference(
        [ValueSource(nameof(Options))] string[] options,
        [Values("ON", "OFF")] string recursive)
    {
        await CreateAsync(options);
        _file.Execute($"PRAGMA recursive_triggers = {recursive}");

        _file.Execute("INSERT INTO p (k, l, a) VALUES ('x', 1, 'p'), ('y', 2, 'q')");
        _file.Execute("INSERT INTO q (m, n) VALUES ('x', 1), ('y', 2)");
        _file.Execute("UPDATE q SET b = 'r' WHERE m = 'y'");
        _file.Execute("INSERT OR REPLACE INTO p (k, l) VALUES ('x', 1)");
        _file.Execute("INSERT OR IGNORE INTO q (m, n, b) VALUES ('x', 1, 'z')");
        _file.Execute("UPDATE OR REPLACE p SET l = 3, a = 's' WHERE k = 'x'");
        _file.Execute("UPDATE q SET n = 3 WHERE m = 'x'");

        Rows().Should().Equal("x|3|s|s", "y|2|r|r");
    }

    [Test]
    public async Task Triggers_that_put_a_value_in_form_are_followed(
        [Values("p", "q")] string table,
        [Values("p", "q")] string written,
        [Values("ON", "OFF")] string recursive)
    {
        await CreateAsync([]);
        var column = table == "p" ? "a" : "b";
        _file.Execute($"PRAGMA recursive_triggers = {recursive}");
        _file.Execute($"CREATE TRIGGER users AFTER UPDATE OF {column} ON {table} WHEN NEW.{column} <> upper(NEW.{column}) BEGIN UPDATE {table} SET {column} = upper({column}); END");
        _file.Execute("INSERT INTO p (k, l) VALUES ('x', 1)");
        _file.Execute("INSERT INTO q (m, n) VALUES ('x', 1)");

        _file.Execute($"UPDATE {written} SET {(written == "p" ? "a" : "b")} = 'n'");

        Rows().Should().Equal("x|1|N|N");
    }

    [Test]
    public async Task A_copy_of_either_table_keeps_its_triggers()
    {
        await CreateAsync([]);

        await _file.ApplyAsync(new SetTableOptions("p", [SqliteOptions.Strict]), new SetTableOptions("q", [SqliteOptions.WithoutRowId]));

        (await _file.InspectAsync()).Mirrors.Should().ContainSingle();
        _file.Execute("INSERT INTO p (k, l, a) VALUES ('x', 1, 'p')");
        _file.Execute("INSERT INTO q (m, n) VALUES ('x', 1)");
        _file.Execute("UPDATE q SET b = 'r'");
        Rows().Should().Equal("x|1|r|r");
    }

    private Task CreateAsync(string[] options) => _file.ApplyAsync(
        new CreateTable(Table.Of("p", Column.Text("k").NotNull(), Column.Int32("l").NotNull(), Column.Text("a")) with { PrimaryKey = new("pk_p", ["k", "l"]), Options = [.. options] }),
        new CreateTable(Table.Of("q", Column.Text("m").NotNull(), Column.Int32("n").NotNull(), Column.Text("b")) with { PrimaryKey = new("pk_q", ["m", "n"]), Options = [.. options] }),
        new AddMirror(Mirror));

    private IReadOnlyList<string> Rows() => _file.Values("SELECT k || '|' || l || '|' || a || '|' || b FROM p JOIN q ON k = m AND l = n ORDER BY k");
}
