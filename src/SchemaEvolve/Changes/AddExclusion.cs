using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Adds an exclusion constraint. There is no way to build one aside: writers wait until it is there.</summary>
/// <param name="Table">The table.</param>
/// <param name="Exclusion">The constraint.</param>
public sealed record AddExclusion(QualifiedName Table, Exclusion Exclusion) : TableChange(Table)
{
    public override string Description => $"Add exclusion constraint {Exclusion.Name} to {Table}";

    public override Table Apply(Table before) => before with { Exclusions = before.Exclusions.Add(Exclusion) };

    public override Change Invert(Table before) => new DropExclusion(Table, Exclusion.Name);

    private protected override void Examine(Catalog before) => Fit.Columns(
        before[Table],
        Exclusion.Elements.SelectMany(element => element.Expression.Names).Concat(Exclusion.Condition?.Names ?? []),
        $"exclusion constraint {Exclusion.Name}");

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("exclusion", Exclusion);
}
