using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Drops a unique constraint.</summary>
/// <param name="Table">The table.</param>
/// <param name="Unique">The name of the constraint.</param>
public sealed record DropUnique(QualifiedName Table, Identifier Unique) : TableChange(Table)
{
    public override string Description => $"Drop unique constraint {Unique} of {Table}";

    public override Table Apply(Table before) => before with { Uniques = before.Uniques.Remove(Unique) };

    public override Change Invert(Table before) => new AddUnique(Table, before.Uniques[Unique]);

    public override bool IsMadeIn(Catalog catalog) => !catalog[Table].Uniques.Contains(Unique);

    private protected override Phase PhaseOf(Catalog before) => Phase.Contract;

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("unique", Unique);
}
