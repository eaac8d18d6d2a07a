using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Brings a column back that was set aside.</summary>
/// <param name="Table">The table.</param>
/// <param name="Tombstone">The name under which it was kept.</param>
/// <param name="Column">Its own name.</param>
/// <param name="IsNullable">Whether it takes <c>NULL</c>. Rows that were written in its absence may have none.</param>
public sealed record ExhumeColumn(QualifiedName Table, Identifier Tombstone, Identifier Column, bool IsNullable) : TableChange(Table)
{
    public override string Description => $"Bring column {Column} of {Table} back from {Tombstone}";

    public override Table Apply(Table before) =>
        before with { Columns = before.Columns.Replace(Tombstone, column => column with { Name = Column, IsNullable = IsNullable }) };

    public override Change Invert(Table before) => new EntombColumn(Table, Column, Tombstone);

    public override bool IsMadeIn(Catalog catalog) => !catalog[Table].Columns.Contains(Tombstone);

    private protected override void Write(Canon canon) =>
        canon.Put("table", Table).Put("tombstone", Tombstone).Put("column", Column).Put("nullable", IsNullable);
}
