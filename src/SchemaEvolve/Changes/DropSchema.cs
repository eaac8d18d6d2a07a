using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Drops a schema, which must be empty.</summary>
/// <param name="Name">The name.</param>
public sealed record DropSchema(Identifier Name) : Change
{
    public override string Description => $"Drop schema {Name}";

    public override ValueList<QualifiedName> Tables => [];

    public override Catalog Apply(Catalog before)
    {
        var inside = before.Tables.Select(table => table.Name)
            .Concat(before.Enums.Select(type => type.Name))
            .Concat(before.Sequences.Select(sequence => sequence.Name))
            .Where(name => name.Schema == Name)
            .ToList();

        return inside.Count == 0
            ? before with { Schemas = before.Schemas.Remove(Name) }
            : throw new CatalogException($"Schema {Name} is not empty. It holds {string.Join(", ", inside)}. Drop that first.");
    }

    public override bool IsMadeIn(Catalog catalog) => !catalog.Schemas.Contains(Name);

    public override Change Invert(Catalog before) => new CreateSchema(Name);

    private protected override Phase PhaseOf(Catalog before) => Phase.Contract;

    private protected override void Write(Canon canon) => canon.Put("name", Name);
}
