using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Sets a column aside under another name, with its values, so that it can be brought back for a while.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
/// <param name="Tombstone">The name under which it is kept.</param>
public sealed record EntombColumn(QualifiedName Table, Identifier Column, Identifier Tombstone) : TableChange(Table)
{
    public override string Description => $"Set column {Column} of {Table} aside as {Tombstone}";

    // Nobody fills it any more.
    public override Table Apply(Table before) =>
        before with { Columns = before.Columns.Replace(Column, column => column with { Name = Tombstone, IsNullable = true }) };

    public override Change Invert(Table before) => new ExhumeColumn(Table, Tombstone, Column, before.Columns[Column].IsNullable);

    public override bool IsMadeIn(Catalog catalog) => catalog[Table].Columns.Contains(Tombstone);

    private protected override Phase PhaseOf(Catalog before) => Phase.Contract;

    // What reads it would follow it to its new name in silence, and stand in the way of the purge.
    private protected override void Examine(Catalog before)
    {
        Dependents.Refuse(before, Table, Column);
        Dependents.RefuseReaders(before, Table, Column);
    }

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("column", Column).Put("tombstone", Tombstone);
}
