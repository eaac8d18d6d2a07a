using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Sqlite.Tests;

public class EnumTests
{
    private const string Annotated = "SELECT detail || ' ' || words FROM schema_evolve_annotations WHERE object = 'mood' ORDER BY detail";

    private const string Rows = "SELECT id || ' ' || felt || ' ' || coalesce(feels, '-') FROM people ORDER BY id";

    private LiveFile _file = null!;

    [SetUp]
    public async Task CreateFileAsync()
    {
        _file = new();
        await _file.ApplyAsync(new CreateEnum(new("mood", ["sad", "ok", "happy"])));
        _file.Execute(
            """
            CREATE TABLE log (what TEXT);
            CREATE TABLE people ( -- all of them
                id INTEGER PRIMARY KEY, felt ENUM TEXT /* once */ CONSTRAINT mood
                    CHECK (felt IN ('sad', 'ok', 'happy')) NOT NULL DEFAULT 'sad', -- the first
                feels ENUM TEXT CONSTRAINT "mood" CHECK ("feels" IN ('sad', 'ok', 'happy'))
            );
            CREATE INDEX by_felt ON people (felt);
            CREATE TRIGGER noted AFTER INSERT ON people BEGIN INSERT INTO log VALUES (NEW.felt); END;
            CREATE TABLE others (id INTEGER PRIMARY KEY, felt TEXT DEFAULT 'sad');
            INSERT INTO people (feels) VALUES ('happy'), (NULL);
            DELETE FROM log;
            """);
    }

    [TearDown]
    public void DeleteFile() => _file.Dispose();

    [TestCase(null, "'sad', 'ok', 'happy', 'it''s bad'")]
    [TestCase("ok", "'sad', 'it''s bad', 'ok', 'happy'")]
    public async Task A_value_is_added(string? before, string values)
    {
        var there = Schema();

        await _file.ApplyAsync(new AddEnumValue("mood", "it's bad", before));

        Schema().Should().Equal(there.Select(sql => WithValues(sql, values)));
        _file.Execute("INSERT INTO people (felt, feels) VALUES ('it''s bad', 'it''s bad')");
        _file.Values(Rows).Should().Equal("1 sad happy", "2 sad -", "3 it's bad it's bad");
        _file.Values("SELECT what FROM log").Should().Equal("it's bad");
        FluentActions.Invoking(() => _file.Execute("UPDATE people SET felt = 'angry'")).Should().Throw<Exception>().WithMessage("*mood*");
    }

    [Test]
    public async Task Rows_and_defaults_follow_a_value_that_is_renamed()
    {
        var there = Schema();

        await _file.ApplyAsync(new RenameEnumValue("mood", "sad", "blue"));

        Schema().Should().Equal(there.Select(sql => WithValues(sql, "'blue', 'ok', 'happy'")
            .Replace("NOT NULL DEFAULT 'sad'", "NOT NULL DEFAULT 'blue'", StringComparison.Ordinal)));
        _file.Execute("INSERT INTO people DEFAULT VALUES");
        _file.Values(Rows).Should().Equal("1 blue happy", "2 blue -", "3 blue -");
        _file.Values("SELECT what FROM log").Should().Equal("blue");
    }

    [Test]
    public async Task Values_change_their_names_with_each_other_in_one_copy()
    {
        _file.Execute("INSERT INTO people (felt) VALUES ('happy')");

        var compilation = await ShouldCopyAsync(
            1,
            new RenameEnumValue("mood", "sad", "?"),
            new RenameEnumValue("mood", "happy", "sad"),
            new RenameEnumValue("mood", "?", "happy"),
            new DropEnumValue("mood", "ok"),
            new SetDefault("people", "feels", $"'happy'"));

        _file.Values(Rows).Should().Equal("1 happy sad", "2 happy -", "3 sad -");
        (await _file.InspectAsync()).Should().Be(compilation.After);
    }

    [Test]
    public async Task A_value_that_rows_have_is_not_dropped()
    {
        var (there, annotations) = (Schema(), _file.Values(Annotated));

        var drop = () => _file.ApplyAsync(new DropEnumValue("mood", "happy"));

        await drop.Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("No row of people has happy in feels, which enum mood is about to lose.*1*happy*");
        Schema().Should().Equal(there);
        _file.Values(Annotated).Should().Equal(annotations);
        _file.Values(Rows).Should().Equal("1 sad happy", "2 sad -");
    }

    [Test]
    public async Task A_value_that_no_row_has_is_dropped()
    {
        var there = Schema();

        await _file.ApplyAsync(new DropEnumValue("mood", "ok"));

        Schema().Should().Equal(there.Select(sql => WithValues(sql, "'sad', 'happy'")));
        _file.Values(Rows).Should().Equal("1 sad happy", "2 sad -");
        _file.Values(Annotated).Should().Equal("1 sad", "2 happy");
    }

    [Test]
    public async Task A_type_without_columns_copies_nothing()
    {
        await ShouldCopyAsync(0, new CreateEnum(new("size", ["s"])), new AddEnumValue("size", "m"), new RenameEnumValue("size", "s", "xs"), new DropEnumValue("size", "m"));

        (await _file.InspectAsync()).Enums["size"].Values.Should().Equal("xs");
    }

    [Test]
    public async Task A_table_that_is_new_has_the_newest_values_at_once()
    {
        await ShouldCopyAsync(
            0,
            new CreateEnum(new("size", ["s"])),
            new CreateTable(Table.Of("shirts", Column.Int64("id").PrimaryKey(), Column.Enum("size", "size").Default("s"))),
            new AddEnumValue("size", "m"),
            new RenameEnumValue("size", "s", "xs"));

        _file.Execute("INSERT INTO shirts (id) VALUES (1)");
        _file.Values("SELECT size FROM shirts").Should().Equal("xs");
    }

    [Test]
    public async Task More_than_nine_values_keep_their_order()
    {
        string[] values = [.. Enumerable.Range(1, 12).Select(number => $"value {number}")];

        await _file.ApplyAsync(new CreateEnum(new("many", [.. values])), new AddEnumValue("many", "last"));

        (await _file.InspectAsync()).Enums["many"].Values.Should().Equal([.. values, "last"]);
    }

    private static string WithValues(string sql, string values) => sql
        .Replace("CREATE TABLE people", "CREATE TABLE \"people\"", StringComparison.Ordinal)
        .Replace("felt IN ('sad', 'ok', 'happy')", $"\"felt\" IN ({values})", StringComparison.Ordinal)
        .Replace("\"feels\" IN ('sad', 'ok', 'happy')", $"\"feels\" IN ({values})", StringComparison.Ordinal);

    private async Task<Providers.Compilation> ShouldCopyAsync(int times, params IReadOnlyList<Change> changes)
    {
        var compilation = LiveFile.Dialect.Compile([.. changes], await _file.InspectAsync());
        _file.Run(compilation.Statements);

        compilation.Count.Should().Be(changes.Count);
        compilation.Statements.Count(statement => statement.Impacts.Any(impact => impact.Rewrites)).Should().Be(times);

        return compilation;
    }

    private IReadOnlyList<string> Schema() => _file.Values("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'schema_evolve%' ORDER BY type, name");
}
