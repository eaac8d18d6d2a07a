namespace SchemaEvolve.Safety.Rules;

/// <summary>A table is written anew or gets indexes, and there is less room than that takes.</summary>
internal sealed class FillsTheDisk : ISafetyRule
{
    private const string Advice = "Make room first: a full disk stops the database for everybody.";

    public string Id => "SE011";

    public string Danger => "A disk that may fill up";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review.Surroundings is { FreeBytes: { } free }
            ? [.. Rewrites(review, free), .. Builds(review, free)]
            : [];

    private IEnumerable<Finding> Rewrites(Review review, long free) => review.Impacts
        .Where(costs => costs.Impact.Rewrites && Needed(review, costs.Impact.Table) > free)
        .DistinctBy(costs => costs.Impact.Table)
        .Select(costs => this.Finds(
            costs.Step,
            $"Writing {costs.Impact.Table} anew takes up to {CSharp.Bytes(Needed(review, costs.Impact.Table)!.Value)} beside it, and {CSharp.Bytes(free)} are free. {Advice}"));

    // Whoever builds an index sorts its entries first, aside.
    private IEnumerable<Finding> Builds(Review review, long free) =>
        from indexes in BuiltIndex.In(review).GroupBy(index => index.Table)
        let needed = indexes.Sum(index => index.Bytes) + indexes.Max(index => index.Bytes)
        where needed > free
        select this.Finds(
            indexes.First().By.Step,
            $"To index {indexes.Key} takes about {CSharp.Bytes(needed)}, with what is sorted on the way, and {CSharp.Bytes(free)} are free. {Advice}");

    // What one table of a SQLite file takes, only a reading could tell: no more than all of it.
    private static long? Needed(Review review, QualifiedName table) =>
        review.SizeOf(table) is { Bytes: { } bytes } size ? bytes + (size.IndexBytes ?? 0) : review.Surroundings?.Bytes;
}
