using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Drops a check constraint.</summary>
/// <param name="Table">The table.</param>
/// <param name="Name">The name of the constraint.</param>
public sealed record DropCheck(QualifiedName Table, Identifier Name) : TableChange(Table)
{
    public override string Description => $"Drop check {Name} of {Table}";

    public override Table Apply(Table before) => before with { Checks = before.Checks.Remove(Name) };

    public override Change Invert(Table before) => new AddCheck(Table, before.Checks[Name]);

    public override bool IsMadeIn(Catalog catalog) => !catalog[Table].Checks.Contains(Name);

    private protected override Phase PhaseOf(Catalog before) => Phase.Contract;

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("check", Name);
}
