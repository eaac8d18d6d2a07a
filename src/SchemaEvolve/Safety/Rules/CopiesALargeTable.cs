namespace SchemaEvolve.Safety.Rules;

/// <summary>SQLite has no other way than to copy a large table, and nobody else writes meanwhile.</summary>
internal sealed class CopiesALargeTable : ISafetyRule
{
    private const long Many = 1_000_000;

    public string Id => "SE801";

    public string Danger => "A large table that is copied";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review.Plan.Engine == Engines.Sqlite
            ? review.Impacts
                .Where(costs => costs.Impact.Rewrites && review.SizeOf(costs.Impact.Table) is { Rows: > Many })
                .DistinctBy(costs => (costs.Step, costs.Impact.Table))
                .Select(costs => this.Finds(
                    costs.Step,
                    $"“{costs.Step.Description}” copies {costs.Impact.Table} with up to {CSharp.Count(review.SizeOf(costs.Impact.Table)!.Rows)} rows, and nobody else writes to the file meanwhile. Do it when nobody is waiting, or leave the table as it is."))
            : [];
}
