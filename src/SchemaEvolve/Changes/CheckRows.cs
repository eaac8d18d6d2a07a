using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Looks at the rows and stops the migration if they are not as it needs them.</summary>
/// <param name="Rule">What must be so, in a sentence.</param>
/// <param name="Offenders">A query for the rows that break the rule. It must find none.</param>
/// <param name="During">The phase in which it looks.</param>
public sealed record CheckRows(string Rule, Sql Offenders, Phase During) : DataChange
{
    public override string Description => $"Check: {Rule}";

    public override ValueList<QualifiedName> Tables => [];

    public override Change Invert(Catalog before) => this;

    private protected override Phase PhaseOf(Catalog before) => During;

    private protected override void Write(Canon canon) =>
        canon.Put("rule", Rule).Put("offenders", Offenders).Put("during", During.ToString());
}
