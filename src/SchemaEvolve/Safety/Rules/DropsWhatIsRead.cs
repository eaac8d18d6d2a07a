using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>A table is about to go that somebody has read a moment ago.</summary>
internal sealed class DropsWhatIsRead : ISafetyRule
{
    private static readonly TimeSpan Lately = TimeSpan.FromHours(1);

    public string Id => "SE313";

    public string Danger => "A drop of what is still read";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review.Changes
            .Where(made => made.Step.Phase == Phase.Contract
                && made.Change is EntombTable or DropTable
                && review.SizeOf(made.Change.Tables[0]) is { LastReadAgo: { } ago } && ago < Lately)
            .Select(made => this.Finds(
                made.Step,
                $"Table {made.Change.Tables[0]} is about to go, and was read {review.SizeOf(made.Change.Tables[0])!.LastReadAgo} ago, though no older version of the application runs. Look for reports and jobs of others."));
}
