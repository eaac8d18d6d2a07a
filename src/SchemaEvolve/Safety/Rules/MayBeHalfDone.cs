using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>Raw SQL runs outside of any transaction, so that it may be half done.</summary>
internal sealed class MayBeHalfDone : ISafetyRule
{
    public string Id => "SE916";

    public string Danger => "Raw SQL that may be half done";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<RunSql>()
            .Where(asked => !asked.Operation.IsTransactional && !review.Plan.IsFresh)
            .Select(asked => this.Finds(
                asked.By,
                $"“{asked.Operation.Description}” runs outside of any transaction: if it fails or is cut off, what it had done by then stays, and the next start runs all of it again. Write it so that a second run does no harm, and one statement a step."));
}
