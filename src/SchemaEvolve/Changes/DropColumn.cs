using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Drops a column and its values.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
public sealed record DropColumn(QualifiedName Table, Identifier Column) : TableChange(Table)
{
    public override string Description => $"Drop column {Column} from {Table}";

    public override bool LosesData => true;

    public override Table Apply(Table before) => before with { Columns = before.Columns.Remove(Column) };

    public override Change Invert(Table before) => new AddColumn(Table, before.Columns[Column]);

    private protected override void Examine(Catalog before)
    {
        var dependents = Dependents.OfColumn(before, Table, Column).ToList();
        if (dependents.Count > 0)
        {
            throw new CatalogException($"Column {Column} is used by {string.Join(", ", dependents)}. Drop that first.");
        }
    }

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("column", Column);
}
