using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Planning;

/// <summary>Lets a table that is about to be created come out in its last shape, rather than be created and then altered.</summary>
internal static class Folding
{
    public static IReadOnlyList<Todo> Fold(IReadOnlyList<Todo> todos, Catalog before)
    {
        if (!todos.Any(todo => todo.Change is CreateTable))
        {
            return todos;
        }

        var folded = new List<Todo>(todos.Count);
        var created = new Dictionary<QualifiedName, int>();
        foreach (var todo in todos)
        {
            switch (todo.Change)
            {
                case CreateTable create:
                    created[create.Table.Name] = folded.Count;
                    folded.Add(todo);
                    break;
                case TableChange change when created.TryGetValue(change.Table, out var place) && IsAtHome(change, place):
                    folded[place] = Into(folded[place], change, todo);
                    break;
                default:
                    // What reads or renames a table needs it as it is at this place.
                    foreach (var table in todo.Change.Tables)
                    {
                        created.Remove(table);
                    }

                    folded.Add(todo);
                    break;
            }
        }

        return folded;

        // A foreign key can stand in a table that is created only if the other table is there by then.
        bool IsAtHome(TableChange change, int place) =>
            change is not AddForeignKey { Key.References: var other }
            || other == change.Table
            || before.Tables.Contains(other)
            || folded.FindIndex(todo => todo.Change is CreateTable create && create.Table.Name == other) is var at && at >= 0 && at < place;
    }

    private static Todo Into(Todo creation, TableChange change, Todo todo) => new(
        new CreateTable(change.Apply(((CreateTable)creation.Change).Table)),
        [.. creation.Parts.Concat(todo.Parts).Distinct()]);
}
