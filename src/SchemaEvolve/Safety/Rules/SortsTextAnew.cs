namespace SchemaEvolve.Safety.Rules;

/// <summary>Text is sorted in another way than when the indexes on it were built.</summary>
internal sealed class SortsTextAnew : ISafetyRule
{
    public string Id => "SE019";

    public string Danger => "Text that is sorted anew";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review.Surroundings is { IsSortedAnew: true }
            ? [this.Finds(
                "The library that sorts text is another one than when this database was made, so indexes on text may be out of order: rows are not found, and unique rules let them in twice. Build them anew before anything is built on that.",
                "REINDEX DATABASE CONCURRENTLY;\nALTER DATABASE … REFRESH COLLATION VERSION")]
            : [];
}
