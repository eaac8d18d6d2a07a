using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Takes an extension away that nothing uses any more.</summary>
/// <param name="Name">The name.</param>
public sealed record DropExtension(Identifier Name) : Change
{
    public override string Description => $"Drop extension {Name}";

    public override ValueList<QualifiedName> Tables => [];

    public override Catalog Apply(Catalog before) => before with { Extensions = before.Extensions.Remove(Name) };

    public override bool IsMadeIn(Catalog catalog) => !catalog.Extensions.Contains(Name);

    public override Change Invert(Catalog before) => new CreateExtension(Name);

    private protected override Phase PhaseOf(Catalog before) => Phase.Contract;

    private protected override void Write(Canon canon) => canon.Put("name", Name);
}
