using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Adds a column at the end of a table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
public sealed record AddColumn(QualifiedName Table, Column Column) : TableChange(Table)
{
    public override string Description => $"Add column {Column.Name} to {Table}";

    public override Table Apply(Table before) => before with { Columns = before.Columns.Add(Column) };

    public override Change Invert(Table before) => new DropColumn(Table, Column.Name);

    public override bool IsMadeIn(Catalog catalog) => catalog[Table].Columns.Contains(Column.Name);

    private protected override void Examine(Catalog before)
    {
        if (Column.IsPrimaryKey)
        {
            throw new CatalogException($"A column cannot join a table as its primary key. Add {Column.Name} without PrimaryKey(), then write ChangePrimaryKey(\"{Column.Name}\").");
        }

        Fit.Column(before[Table] with { Columns = before[Table].Columns.Add(Column) }, Column, before);
    }

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("column", Column);
}
