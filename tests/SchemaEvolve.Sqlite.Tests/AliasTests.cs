using Microsoft.Data.Sqlite;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Sqlite.Tests;

public class AliasTests
{
    private LiveFile _file = null!;

    [SetUp]
    public async Task CreateAsync()
    {
        _file = new();
        await _file.ApplyAsync(
            new CreateTable(Table.Of(
                "new",
                Column.Int64("id").Identity().PrimaryKey(),
                Column.Text("name").NotNull(),
                Column.Text("mood").NotNull().Default("ok"),
                Column.Int32("size").GeneratedStored($"length({new Identifier("name")})"))),
            new CreateAlias(new("old's", "new")));
    }

    [TearDown]
    public void DeleteFile() => _file.Dispose();

    [Test]
    public void What_is_written_by_the_older_name_is_written()
    {
        _file.Execute("""INSERT INTO "old's" (name) VALUES ('Ada'), ('Bob')""");
        _file.Execute("""INSERT INTO "old's" (id, name, mood) VALUES (7, 'Cy', 'sad')""");
        _file.Execute("""UPDATE "old's" SET name = 'Robert', id = 5 WHERE id = 2""");
        _file.Execute("""DELETE FROM "old's" WHERE name = 'Ada'""");

        Rows("\"new\"").Should().Equal("5|Robert|ok|6", "7|Cy|sad|2");
        Rows("\"old's\"").Should().Equal("5|Robert|ok|6", "7|Cy|sad|2");
        var missing = () => _file.Execute("""INSERT INTO "old's" (mood) VALUES ('sad')""");
        missing.Should().Throw<SqliteException>().WithMessage("*NOT NULL constraint failed: new.name*");
    }

    [Test]
    public async Task The_older_name_follows_its_table()
    {
        await _file.ApplyAsync(
            new AddColumn("new", Column.Text("email").Default("none")),
            new RenameColumn("new", "name", "full name"),
            new DropColumn("new", "size"));
        await _file.ApplyAsync(new SetDefault("new", "mood", $"'fine'"), new RenameTable("new", "newest"));

        _file.Execute("""INSERT INTO "old's" ("full name") VALUES ('Ada')""");

        _file.Values("SELECT \"full name\" || mood || email FROM newest").Should().Equal("Adafinenone");
        var catalog = await _file.InspectAsync();
        catalog.Aliases.Should().Equal(new Alias("old's", "newest"));
        catalog.Opaques.Should().BeEmpty();
    }

    [Test]
    public async Task An_older_name_that_is_dropped_leaves_nothing_behind()
    {
        await _file.ApplyAsync(new DropAlias("old's"));

        (await _file.InspectAsync()).Aliases.Should().BeEmpty();
        _file.Values("SELECT name FROM sqlite_schema WHERE type IN ('view', 'trigger')").Should().BeEmpty();
        _file.Values("SELECT words FROM schema_evolve_annotations").Should().BeEmpty();
    }

    [Test]
    public async Task A_table_without_a_key_cannot_have_an_older_name()
    {
        await _file.ApplyAsync(new CreateTable(Table.Of("bare", Column.Text("a"))));

        var create = () => _file.ApplyAsync(new CreateAlias(new("older", "bare")));

        (await create.Should().ThrowAsync<CatalogException>()).Which.Message.Should().StartWith("Table bare has no primary key");
    }

    private IReadOnlyList<string> Rows(string table) => _file.Values($"SELECT id || '|' || name || '|' || mood || '|' || size FROM {table} ORDER BY id");
}
