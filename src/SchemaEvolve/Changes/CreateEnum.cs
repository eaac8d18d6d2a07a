using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Creates an enum type.</summary>
/// <param name="Definition">The type.</param>
public sealed record CreateEnum(EnumDefinition Definition) : Change
{
    public override string Description => $"Create enum {Definition.Name}";

    public override ValueList<QualifiedName> Tables => [];

    public override Catalog Apply(Catalog before) => Definition.Values.Count == 0 || Definition.Values.Distinct().Count() < Definition.Values.Count
        ? throw new CatalogException($"Enum {Definition.Name} needs at least one value, and each only once. It has: {string.Join(", ", Definition.Values)}.")
        : before with { Enums = before.Enums.Add(Definition) };

    public override Change Invert(Catalog before) => new DropEnum(Definition.Name);

    private protected override void Write(Canon canon) => canon.Put("definition", Definition);
}
