using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Adds a check constraint.</summary>
/// <param name="Table">The table.</param>
/// <param name="Check">The constraint.</param>
public sealed record AddCheck(QualifiedName Table, Check Check) : TableChange(Table)
{
    public override string Description => $"Add check {Check.Name} to {Table}";

    // A check that is not validated is what is left of a step that was cut off.
    public override Table Apply(Table before) => before with
    {
        Checks = before.Checks.Find(Check.Name) is { IsValidated: false }
            ? before.Checks.Replace(Check.Name, _ => Check)
            : before.Checks.Add(Check),
    };

    public override bool IsMadeIn(Catalog catalog) => catalog[Table].Checks.Find(Check.Name) is { IsValidated: true };

    public override Change Invert(Table before) => new DropCheck(Table, Check.Name);

    private protected override void Examine(Catalog before) => Fit.Columns(before[Table], Check.Condition.Names, $"check {Check.Name}");

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("check", Check);
}
