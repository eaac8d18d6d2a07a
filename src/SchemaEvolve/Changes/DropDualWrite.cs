using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>No longer keeps two forms of the same values in step.</summary>
/// <param name="Table">The table.</param>
/// <param name="DualWrite">The name of the dual write.</param>
public sealed record DropDualWrite(QualifiedName Table, Identifier DualWrite) : TableChange(Table)
{
    public override string Description => $"No longer keep {DualWrite} of {Table} in step";

    public override Table Apply(Table before) => before with { DualWrites = before.DualWrites.Remove(DualWrite) };

    public override Change Invert(Table before) => new AddDualWrite(Table, before.DualWrites[DualWrite]);

    public override bool IsMadeIn(Catalog catalog) => !catalog[Table].DualWrites.Contains(DualWrite);

    private protected override Phase PhaseOf(Catalog before) => Phase.Contract;

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("dual-write", DualWrite);
}
