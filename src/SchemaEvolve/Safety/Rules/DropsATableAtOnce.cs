using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>A table with rows is dropped at once, and nothing of it is kept.</summary>
internal sealed class DropsATableAtOnce : ISafetyRule
{
    public string Id => "SE301";

    public string Danger => "A table that is destroyed at once";

    public FindingSeverity Severity => FindingSeverity.Error;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<DropTable>()
            .Where(asked => asked.By.IsInPlace && review.IsLive(asked.Operation.Table))
            .Select(asked => this.Finds(
                asked.By,
                $"Table {asked.Operation.Table} is dropped at once: its rows are kept nowhere, and a rollback brings back an empty table. Unsafe(…) is about the version that runs, and not about the rows.",
                $"schema.DropTable({CSharp.Name(asked.Operation.Table)});"));
}
