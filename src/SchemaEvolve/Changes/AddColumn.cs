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

        if (before[Table].DualWrites.FirstOrDefault(sync => sync.New.Contains(Column.Name)) is { Down.Count: > 0 } sync)
        {
            throw new CatalogException($"Column {string.Join(", ", sync.Old)} is on its way to {sync.Goal} already. Contract that first, and do this in a migration that comes with a later release.");
        }

        Fit.Column(before[Table] with { Columns = before[Table].Columns.Add(Column) }, Column, before);
    }

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("column", Column);
}
