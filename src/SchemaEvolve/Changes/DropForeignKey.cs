using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Drops a foreign key.</summary>
/// <param name="Table">The referring table.</param>
/// <param name="Key">The name of the key.</param>
public sealed record DropForeignKey(QualifiedName Table, Identifier Key) : TableChange(Table)
{
    public override string Description => $"Drop foreign key {Key} of {Table}";

    public override Table Apply(Table before) => before with { ForeignKeys = before.ForeignKeys.Remove(Key) };

    public override Change Invert(Table before) => new AddForeignKey(Table, before.ForeignKeys[Key]);

    public override bool IsMadeIn(Catalog catalog) => !catalog[Table].ForeignKeys.Contains(Key);

    // Cascades stop with it, and the old version may rely on them.
    private protected override Phase PhaseOf(Catalog before) => Phase.Contract;

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("key", Key);
}
