using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;

namespace SchemaEvolve.Sqlite.Tests;

public class SqliteDialectTests
{
    private static IEnumerable<TestCaseData> Impossible =>
    [
        Case(new CreateSchema("sales"), "SQLite has no schemas, and sales is one. Put its name before the names of the tables, as in sales_orders."),
        Case(
            new CreateTable(Table.Of("t", Column.Int64("id").Identity())),
            "SQLite numbers rows only by a primary key of one column, in a table with row ids. Make id the primary key of t, or leave Identity() out."),
        Case(
            new SetIdentity("customers", "id", new(IsAlways: true)),
            "SQLite cannot refuse a row of customers that brings a id of its own. Write Identity() without always."),
        Case(
            new SetIdentity("customers", "id", new(Start: 100)),
            "SQLite numbers rows 1, 2, 3 and so on. Write Identity() for id of customers without start and increment."),
        Case(
            new CreateIndex("orders", new("ix", ["number"]) { Included = ["total"] }),
            "SQLite has no included columns. Write total behind the keys of index ix, or leave them out."),
        Case(
            new CreateIndex("orders", new("ix", ["number"]) { Method = "gin" }),
            "SQLite has one kind of index, and index ix asks for gin. Leave the method out."),
        Case(
            new CreateIndex("orders", new("ix", [IndexKey.Ascending("number") with { NullsFirst = false }])),
            "In an index of SQLite, NULL comes first in this direction, and index ix asks for the other end. Leave NullsFirst out."),
        Case(
            new AddUnique("orders", new("uq", ["number"]) { Deferral = Deferral.InitiallyDeferred }),
            "SQLite checks unique constraint uq at each statement and cannot defer it. Leave deferral out."),
        Case(
            new AddUnique("orders", new("uq", ["number"]) { AreNullsDistinct = false }),
            "To SQLite, NULLs in unique constraint uq are distinct. Write a unique index on coalesce(column, value) instead."),
        Case(new SetTableOptions("orders", ["UNLOGGED"]), "SQLite has no table option UNLOGGED. It has STRICT and WITHOUT ROWID."),
        Case(new CreateTable(Table.Of("sqlite_x", Column.Int32("a"))), "Names such as sqlite_x belong to SQLite or to SchemaEvolve. Give the table another."),
        Case(new Irreversible("It was long ago."), "There is no way back. It was long ago."),
    ];

    [TestCaseSource(nameof(Impossible))]
    public void What_sqlite_lacks_is_refused_with_what_to_write_instead(Change change, string message)
    {
        var compile = () => LiveFile.Dialect.Compile([change], Shop.Catalog);

        compile.Should().Throw<CatalogException>().WithMessage(message);
    }

    [Test]
    public async Task An_older_sqlite_copies_where_a_newer_one_alters()
    {
        var old = new SqliteDialect(new(3, 34));
        using var file = new LiveFile();
        await file.ApplyAsync([.. SqliteSamples.Creating(Shop.Catalog)]);
        Change[] changes =
        [
            new SetNullability("customers", "phone", IsNullable: false),
            new DropColumn("customers", "notes"),
            new AddCheck("customers", new("ck", $"phone <> ''")),
            new DropCheck("customers", "ck_customers_name"),
        ];

        var compilation = old.Compile([.. changes], await file.InspectAsync());
        file.Run(compilation.Statements);

        compilation.Count.Should().Be(4);
        compilation.Statements.Count(statement => statement.Impacts.Any(impact => impact.Rewrites)).Should().Be(1);
        SqliteCatalog.Normalize(await file.InspectAsync()).Should().Be(SqliteCatalog.Normalize(Shop.Catalog.After(changes)));
    }

    [Test]
    public void A_table_and_all_that_is_added_to_it_is_one_statement()
    {
        var compilation = LiveFile.Dialect.Compile(
            [
                new CreateTable(Table.Of("t", Column.Int64("id").NotNull(), Column.Int64("up"))),
                new SetPrimaryKey("t", new("pk", ["id"])),
                new AddForeignKey("t", new("fk", ["up"], "t", ["id"])),
                new SetTableOptions("t", [SqliteOptions.Strict, SqliteOptions.WithoutRowId]),
            ],
            Catalog.Empty);

        compilation.Count.Should().Be(4);
        compilation.Statements.Select(statement => statement.Sql.For(Engines.Sqlite)).Should().Equal(
            """
            CREATE TABLE "t" (
                "id" /* BIGINT */ INTEGER NOT NULL,
                "up" /* BIGINT */ INTEGER,
                CONSTRAINT "pk" PRIMARY KEY ("id"),
                CONSTRAINT "fk" FOREIGN KEY ("up") REFERENCES "t" ("id")
            ) STRICT, WITHOUT ROWID
            """);
    }

    [Test]
    public async Task Comments_and_enums_follow_their_tables()
    {
        using var file = new LiveFile();
        Change[] changes =
        [
            new CreateEnum(new("mood", ["sad", "happy"])),
            new CreateTable(Table.Of("t", Column.Int64("id").WithComment("one"), Column.Enum("feels", "mood").WithComment("two"), Column.Text("gone").WithComment("three")) with { Comment = "four" }),
            new RenameTable("t", "u"),
            new RenameColumn("u", "feels", "felt"),
            new DropColumn("u", "gone"),
        ];

        await file.ApplyAsync(changes);

        (await file.InspectAsync()).Should().Be(SqliteCatalog.Normalize(Catalog.Empty.After(changes)));
        file.Values("SELECT kind || ' ' || object || ' ' || detail || ' ' || words FROM schema_evolve_annotations").Should().Equal(
            "column u felt two", "column u id one", "enum mood 1 sad", "enum mood 2 happy", "table u  four");
        var insert = () => file.Execute("INSERT INTO u (felt) VALUES ('angry')");
        insert.Should().Throw<Exception>().WithMessage("*CHECK constraint failed: mood*");
    }

    [Test]
    public async Task Virtual_tables_are_known_by_name_and_what_is_behind_them_is_hidden()
    {
        using var file = new LiveFile();
        file.Execute("CREATE VIRTUAL TABLE words USING fts5(body); CREATE VIEW v AS SELECT 1; CREATE TABLE schema_evolve_x (a)");

        var catalog = await file.InspectAsync();

        catalog.Tables.Should().BeEmpty();
        catalog.Opaques.Select(opaque => $"{opaque.Kind} {opaque.Name}").Should().Equal("virtual table words", "view v");
    }

    [Test]
    public async Task The_version_is_another_one_after_each_change_of_the_schema()
    {
        using var file = new LiveFile();
        var before = await file.VersionAsync();

        await file.ApplyAsync(new CreateTable(Table.Of("t", Column.Int64("id"))));

        (await file.VersionAsync()).Should().NotBe(before);
    }

    private static TestCaseData Case(Change change, string message) => new TestCaseData(change, message).SetArgDisplayNames(change.Description);
}
