using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Lets a table answer to its own name only.</summary>
/// <param name="Name">The older name.</param>
public sealed record DropAlias(QualifiedName Name) : Change
{
    public override string Description => $"No longer answer to {Name}";

    public override ValueList<QualifiedName> Tables => [Name];

    public override Catalog Apply(Catalog before) => before with { Aliases = before.Aliases.Remove(Name) };

    public override Change Invert(Catalog before) => new CreateAlias(before.Aliases[Name]);

    public override bool IsMadeIn(Catalog catalog) => !catalog.Aliases.Contains(Name);

    private protected override Phase PhaseOf(Catalog before) => Phase.Contract;

    private protected override void Write(Canon canon) => canon.Put("name", Name);
}
