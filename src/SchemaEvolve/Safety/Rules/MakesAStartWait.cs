using SchemaEvolve.Planning;

namespace SchemaEvolve.Safety.Rules;

/// <summary>A start waits until many rows are brought up to date.</summary>
internal sealed class MakesAStartWait : ISafetyRule
{
    private const long Many = 5_000_000;

    public string Id => "SE918";

    public string Danger => "A start that waits for rows";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review.Options.WhenToBackfill == Backfilling.Inline
            ? review.Plan.Steps
                .OfType<BackfillStep>()
                .Where(step => review.SizeOf(step.Batches.Table) is { Rows: > Many })
                .Select(step => this.Finds(
                    step,
                    $"“{step.Description}” goes through about {CSharp.Count(review.SizeOf(step.Batches.Table)!.Rows)} rows of {step.Batches.Table}, and the start waits for it. It can go on while the application runs.",
                    "new MigratorOptions { WhenToBackfill = Backfilling.Background }"))
            : [];
}
