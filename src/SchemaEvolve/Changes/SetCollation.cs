using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Changes;

/// <summary>Changes how a column's text is sorted and compared.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
/// <param name="Collation">The collation afterwards, or <see langword="null"/> for the database's own.</param>
public sealed record SetCollation(QualifiedName Table, Identifier Column, QualifiedName? Collation) : TableChange(Table)
{
    public override string Description => $"Collate {Table}.{Column} by {Collation?.ToString() ?? "the default"}";

    public override Table Apply(Table before) =>
        before with { Columns = before.Columns.Replace(Column, column => column with { Collation = Collation }) };

    public override Change Invert(Table before) => this with { Collation = before.Columns[Column].Collation };

    public override bool IsMadeIn(Catalog catalog) => catalog[Table].Columns[Column].Collation == Collation;

    public override Evolution Evolve(Catalog before, Tombstones tombstones) =>
        before[Table].Columns[Column].Collation == Collation ? Evolution.None : base.Evolve(before, tombstones);

    // Order and uniqueness change under the feet of whoever reads.
    private protected override Phase PhaseOf(Catalog before) => Phase.Contract;

    private protected override void Examine(Catalog before) => Dependents.RefuseMirrored(before, Table, Column);

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("column", Column).Put("collation", Collation);
}
