using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Gives a constraint another name.</summary>
/// <param name="Table">The table.</param>
/// <param name="From">The name before.</param>
/// <param name="To">The name after.</param>
public sealed record RenameConstraint(QualifiedName Table, Identifier From, Identifier To) : TableChange(Table)
{
    public override string Description => $"Rename constraint {From} of {Table} to {To}";

    public override Table Apply(Table before) => before switch
    {
        _ when before.Uniques.Contains(From) => before with { Uniques = before.Uniques.Replace(From, unique => unique with { Name = To }) },
        _ when before.Checks.Contains(From) => before with { Checks = before.Checks.Replace(From, check => check with { Name = To }) },
        _ when before.ForeignKeys.Contains(From) => before with { ForeignKeys = before.ForeignKeys.Replace(From, key => key with { Name = To }) },
        _ when before.Exclusions.Contains(From) => before with { Exclusions = before.Exclusions.Replace(From, exclusion => exclusion with { Name = To }) },
        { PrimaryKey: { } key } when key.Name == From => before with { PrimaryKey = key with { Name = To } },
        _ => throw new CatalogException($"Constraint {From} does not exist."),
    };

    public override Change Invert(Table before) => new RenameConstraint(Table, To, From);

    public override bool IsMadeIn(Catalog catalog) => !catalog[Table].Constraints.Contains(From) && catalog[Table].Constraints.Contains(To);

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("from", From).Put("to", To);
}
