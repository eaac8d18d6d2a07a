using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Changes;

/// <summary>Gives a table another name. As long as old and new versions run side by side, it answers to both.</summary>
/// <param name="From">The name before.</param>
/// <param name="To">The name after, in the same schema.</param>
public sealed record RenameTable(QualifiedName From, Identifier To) : Change
{
    public override string Description => $"Rename table {From} to {To}";

    public override ValueList<QualifiedName> Tables => [From];

    public override Catalog Apply(Catalog before)
    {
        var after = From.Sibling(To);
        if (before.Mirrors.FirstOrDefault(mirror => mirror.In(From) is not null) is { } mirror)
        {
            throw new CatalogException($"Table {From} cannot be renamed while {mirror.From} is on its way to {mirror.To}. Contract that first.");
        }

        return before with
        {
            Tables = before.Tables
                .Replace(From, table => table with { Name = after })
                .Select(table => table with
                {
                    ForeignKeys = table.ForeignKeys.Select(key => key.References == From ? key with { References = after } : key),
                }),
            Aliases = before.Aliases.Select(alias => alias.Of == From ? alias with { Of = after } : alias),
        };
    }

    public override Change Invert(Catalog before) => new RenameTable(From.Sibling(To), From.Name);

    public override Evolution Evolve(Catalog before, Tombstones tombstones) => new()
    {
        Expand = [this, new CreateAlias(new(From, From.Sibling(To)))],
        Contract = [new DropAlias(From)],
    };

    public override Evolution EvolveAlone(Catalog before) => Evolution.In(Phase.Contract, this);

    public override Evolution Reverse(Catalog before, Catalog now, Tombstones kept) => Invert(before).Evolve(now, Tombstones.None);

    public override Evolution ReverseAlone(Catalog before, Catalog now, Tombstones kept) => Invert(before).EvolveAlone(now);

    public override bool IsMadeIn(Catalog catalog) => !catalog.Tables.Contains(From) && catalog.Tables.Contains(From.Sibling(To));

    private protected override void Write(Canon canon) => canon.Put("from", From).Put("to", To);
}
