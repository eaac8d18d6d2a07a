using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Planning;

/// <summary>The tables that a plan makes itself, so that no version of the application can have used them yet.</summary>
internal sealed class Newborn
{
    private readonly HashSet<QualifiedName> _tables = [];

    /// <summary>Whether an operation is about such tables only, and has nobody to consider.</summary>
    public bool Has(Operation operation, Catalog catalog) => operation.Tables.Count > 0 && operation.TablesIn(catalog).All(_tables.Contains);

    /// <summary>Goes along with a change.</summary>
    public void Follow(Change change)
    {
        switch (change)
        {
            case CreateTable create:
                _tables.Add(create.Table.Name);
                break;
            case RenameTable rename when _tables.Remove(rename.From):
                _tables.Add(rename.From.Sibling(rename.To));
                break;
            case DropTable drop:
                _tables.Remove(drop.Table);
                break;
        }
    }
}
