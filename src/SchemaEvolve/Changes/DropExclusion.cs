using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Drops an exclusion constraint.</summary>
/// <param name="Table">The table.</param>
/// <param name="Name">The name of the constraint.</param>
public sealed record DropExclusion(QualifiedName Table, Identifier Name) : TableChange(Table)
{
    public override string Description => $"Drop exclusion constraint {Name} of {Table}";

    public override Table Apply(Table before) => before with { Exclusions = before.Exclusions.Remove(Name) };

    public override Change Invert(Table before) => new AddExclusion(Table, before.Exclusions[Name]);

    public override bool IsMadeIn(Catalog catalog) => !catalog[Table].Exclusions.Contains(Name);

    private protected override Phase PhaseOf(Catalog before) => Phase.Contract;

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("name", Name);
}
