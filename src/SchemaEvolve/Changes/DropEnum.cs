using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Drops an enum type that no column uses any more.</summary>
/// <param name="Name">The name.</param>
public sealed record DropEnum(QualifiedName Name) : Change
{
    public override string Description => $"Drop enum {Name}";

    public override ValueList<QualifiedName> Tables => [];

    public override Catalog Apply(Catalog before)
    {
        var users = before.Tables
            .SelectMany(table => table.Columns.Where(column => column.Type is EnumType type && type.Of == Name).Select(column => $"{table.Name}.{column.Name}"))
            .ToList();

        return users.Count == 0
            ? before with { Enums = before.Enums.Remove(Name) }
            : throw new CatalogException($"Enum {Name} is the type of {string.Join(", ", users)}. Change that first.");
    }

    public override bool IsMadeIn(Catalog catalog) => !catalog.Enums.Contains(Name);

    public override Change Invert(Catalog before) => new CreateEnum(before.Enums[Name]);

    private protected override Phase PhaseOf(Catalog before) => Phase.Contract;

    private protected override void Write(Canon canon) => canon.Put("name", Name);
}
