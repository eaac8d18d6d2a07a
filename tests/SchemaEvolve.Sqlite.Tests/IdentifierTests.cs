using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Sqlite.Tests;

public class IdentifierTests
{
    private static readonly string[] Names =
    [
        "plain", "Upper Case", "with \"quotes\"", "it's", "select", "größe 数 🙂", "x; DROP TABLE x; --", "\"; DROP TABLE x; --", "[a]", "`b`", "a.b", "-- c", "/* d */", "check", "e,f(g)",
    ];

    [TestCaseSource(nameof(Names))]
    public async Task Any_name_goes_through_every_kind_of_change(string name)
    {
        using var file = new LiveFile();
        QualifiedName table = name;
        Identifier column = name;
        var created = Table.Of(table, Column.Int64("id").Identity().PrimaryKey(), Column.Text(column, max: 9).WithComment(name));
        Change[] changes =
        [
            new CreateTable(created),
            new AddUnique(table, new($"uq {name}", [column])),
            new AddCheck(table, new($"ck {name}", $"{column} <> ''")),
            new CreateIndex(table, new($"ix {name}", [column, IndexKey.Of($"lower({column})")])),
            new AddForeignKey(table, new($"fk {name}", [column], table, [column])),
            new ChangeColumnType(table, column, ColumnType.Text(20), Conversion.None),
            new RenameColumn(table, column, $"{name} 2"),
            new RenameTable(table, $"{name} 2"),
            new SetDefault($"{name} 2", $"{name} 2", $"'z'"),
        ];

        await file.ApplyAsync(changes);

        var expected = SqliteCatalog.Normalize(Catalog.Empty.After(changes));
        SqliteCatalog.Normalize(await file.InspectAsync()).Should().Be(expected);
    }

    [Test]
    public async Task A_table_can_be_spelled_with_another_case()
    {
        using var file = new LiveFile();
        Change[] changes =
        [
            new CreateTable(Table.Of("Orders", Column.Int64("id").PrimaryKey()) with { Comment = "Sales" }),
            new CreateTable(Table.Of("lines", Column.Int64("id").PrimaryKey(), Column.Int64("order_id"))),
            new AddForeignKey("lines", new("fk_lines_order_id", ["order_id"], "Orders", ["id"])),
            new RenameTable("Orders", "orders"),
        ];

        await file.ApplyAsync(changes);

        SqliteCatalog.Normalize(await file.InspectAsync()).Should().Be(SqliteCatalog.Normalize(Catalog.Empty.After(changes)));
    }

    [Test]
    public async Task A_column_that_is_not_there_is_never_taken_for_a_text()
    {
        using var file = new LiveFile();
        file.Execute("CREATE TABLE t (a TEXT)");

        var add = () => file.ApplyAsync(new AddCheck("t", new("ck", $"{(Identifier)"b"} <> ''")));

        await add.Should().ThrowAsync<CatalogException>().WithMessage("*Column b of check ck does not exist in t. There is: a.");
    }

    [Test]
    public async Task Names_are_found_in_whatever_case_they_are_written()
    {
        using var file = new LiveFile();
        file.Execute("CREATE TABLE Parent (Id INTEGER PRIMARY KEY); CREATE TABLE child (a INT, B INT REFERENCES PARENT, UNIQUE (A, b)); CREATE INDEX ix ON CHILD (A)");

        var catalog = await file.InspectAsync();

        catalog["child"].ForeignKeys[0].References.Should().Be((QualifiedName)"Parent");
        catalog["child"].ForeignKeys[0].To.Should().Equal("Id");
        catalog["child"].Uniques[0].Columns.Should().Equal("a", "B");
        catalog["child"].Indexes[0].Columns.Should().Equal("a");
    }
}
