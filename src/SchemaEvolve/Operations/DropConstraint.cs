using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Operations;

/// <summary>Drops a constraint, of whatever kind it turns out to be.</summary>
/// <param name="Table">The table.</param>
/// <param name="Name">The name of the constraint.</param>
public sealed record DropConstraint(QualifiedName Table, Identifier Name) : Operation
{
    public override string Description => $"Drop constraint {Name} of {Table}";

    public override ValueList<QualifiedName> Tables => [Table];

    public override Evolution Evolve(Catalog before, Tombstones tombstones)
    {
        var table = before[Table];

        return Evolution.In(Phase.Contract, table switch
        {
            _ when table.Uniques.Contains(Name) => new DropUnique(Table, Name),
            _ when table.Checks.Contains(Name) => new DropCheck(Table, Name),
            _ when table.ForeignKeys.Contains(Name) => new DropForeignKey(Table, Name),
            _ when table.Exclusions.Contains(Name) => new DropExclusion(Table, Name),
            _ when table.PrimaryKey?.Name == Name => new SetPrimaryKey(Table, null),
            _ => throw new CatalogException($"Constraint {Name} does not exist in {Table}. There is: {string.Join(", ", table.Constraints)}."),
        });
    }

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("name", Name);
}
