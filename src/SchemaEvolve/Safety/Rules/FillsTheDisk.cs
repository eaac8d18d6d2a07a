namespace SchemaEvolve.Safety.Rules;

/// <summary>A table is written anew, and there is less room than it takes.</summary>
internal sealed class FillsTheDisk : ISafetyRule
{
    public string Id => "SE011";

    public string Danger => "A disk that may fill up";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review.Surroundings is { FreeBytes: { } free }
            ? review.Impacts
                .Where(costs => costs.Impact.Rewrites && Needed(review, costs.Impact.Table) > free)
                .DistinctBy(costs => costs.Impact.Table)
                .Select(costs => this.Finds(
                    costs.Step,
                    $"Writing {costs.Impact.Table} anew takes up to {CSharp.Bytes(Needed(review, costs.Impact.Table)!.Value)} beside it, and {CSharp.Bytes(free)} are free. Make room first: a full disk stops the database for everybody."))
            : [];

    // What one table of a SQLite file takes, only a reading could tell: no more than all of it.
    private static long? Needed(Review review, QualifiedName table) =>
        review.SizeOf(table) is { Bytes: { } bytes } size ? bytes + (size.IndexBytes ?? 0) : review.Surroundings?.Bytes;
}
