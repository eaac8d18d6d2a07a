using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>A column changes its type in place, and statements that were prepared before fail once.</summary>
internal sealed class BreaksPreparedStatements : ISafetyRule
{
    public string Id => "SE410";

    public string Danger => "Statements that were prepared for another type";

    public FindingSeverity Severity => FindingSeverity.Note;

    public IEnumerable<Finding> Check(Review review) =>
        review.Plan.Engine == Engines.PostgreSql
            ? review.Changes
                .Where(made => made.Step.Phase == Phase.Expand && made.Change is ChangeColumnType change && review.IsLive(change.Table))
                .Select(made => this.Finds(
                    made.Step,
                    $"“{made.Change.Description}” costs nothing, but a statement that a connection has prepared before and that reads the column fails there once, with 0A000. Npgsql prepares it anew by itself, except in a transaction: that has to be tried again."))
            : [];
}
