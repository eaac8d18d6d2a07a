using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Lets a table be read and written by an older name too.</summary>
/// <param name="Alias">The older name, and the table.</param>
public sealed record CreateAlias(Alias Alias) : Change
{
    public override string Description => $"Let {Alias.Of} answer to {Alias.Name} too";

    public override ValueList<QualifiedName> Tables => [Alias.Of];

    public override Catalog Apply(Catalog before)
    {
        if (before.Tables.Contains(Alias.Name) || before.Opaques.Contains(Alias.Name))
        {
            throw new CatalogException($"The name {Alias.Name} is taken. Give the table that has it another.");
        }

        return before.Tables.Contains(Alias.Of)
            ? before with { Aliases = before.Aliases.Add(Alias) }
            : throw new CatalogException($"Table {Alias.Of} does not exist.");
    }

    public override Change Invert(Catalog before) => new DropAlias(Alias.Name);

    public override bool IsMadeIn(Catalog catalog) => catalog.Aliases.Contains(Alias.Name);

    private protected override void Write(Canon canon) => canon.Put("alias", Alias);
}
