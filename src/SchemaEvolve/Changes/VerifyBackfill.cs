using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Looks whether every row is as a backfill was to leave it, and stops the migration if one is not.</summary>
/// <param name="Of">The backfill.</param>
public sealed record VerifyBackfill(Backfill Of) : DataChange
{
    /// <summary>What must be so, in a sentence.</summary>
    public string Rule { get; init; } = Usual(Of);

    public override string Description => $"Verify {string.Join(", ", Of.Set.Select(assignment => assignment.Column))} of {Of.Table}";

    public override ValueList<QualifiedName> Tables => Of.Tables;

    public override Change Invert(Catalog before) => this;

    private protected override Phase PhaseOf(Catalog before) => Phase.Migrate;

    private protected override void Write(Canon canon) => canon.Put("of", Of).Put("rule", Rule == Usual(Of) ? null : Rule);

    private static string Usual(Backfill of) => $"Every row of {of.Table} is filled.";
}
