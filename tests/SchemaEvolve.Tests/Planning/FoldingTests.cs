using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Tests.Planning;

public class FoldingTests
{
    private static readonly CreateTable CreateParents = new(Table.Of("parents", Column.Int64("id").PrimaryKey()));
    private static readonly CreateTable CreateChildren = new(Table.Of("children", Column.Int64("id").PrimaryKey(), Column.Int64("parent")));
    private static readonly AddForeignKey AddParent = new("children", new("fk", ["parent"], "parents", ["id"]));

    [Test]
    public void A_new_table_comes_out_in_its_last_shape()
    {
        Change[] changes =
        [
            CreateParents,
            new AddColumn("parents", Column.Text("name")),
            new SetNullability("parents", "name", IsNullable: false),
            new CreateIndex("parents", new("ix", ["name"])),
        ];

        var folded = Fold(changes);

        folded.Should().ContainSingle();
        folded[0].Change.Apply(Catalog.Empty).Should().Be(Catalog.Empty.After(changes));
        folded[0].Parts.Select(part => part.Number).Should().Equal(0, 1, 2, 3);
    }

    [Test]
    public void A_foreign_key_folds_only_where_the_other_table_is_there_by_then()
    {
        Fold([CreateParents, CreateChildren, AddParent]).Should().HaveCount(2);
        Fold([CreateChildren, CreateParents, AddParent]).Should().HaveCount(3);
    }

    [Test]
    public void Rows_that_are_written_in_between_find_the_table_as_it_was()
    {
        Change[] changes =
        [
            CreateParents,
            new InsertRows("parents", ["id"], ["id"], [[1]], Overwrites: false),
            new AddColumn("parents", Column.Text("name")),
        ];

        Fold(changes).Select(todo => todo.Change).Should().Equal(changes);
    }

    [Test]
    public void Tables_that_were_there_are_left_alone()
    {
        Change[] changes = [new AddColumn("customers", Column.Text("a")), new AddColumn("customers", Column.Text("b"))];

        Folding.Fold([.. changes.Select((change, number) => new Todo(change, [new(Phase.Expand, number)]))], Shop.Catalog)
            .Select(todo => todo.Change).Should().Equal(changes);
    }

    private static IReadOnlyList<Todo> Fold(Change[] changes) =>
        Folding.Fold([.. changes.Select((change, number) => new Todo(change, [new(Phase.Expand, number)]))], Catalog.Empty);
}
