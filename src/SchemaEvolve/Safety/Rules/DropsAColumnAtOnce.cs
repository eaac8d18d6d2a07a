using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>A column of a table with rows is dropped at once, and nothing of it is kept.</summary>
internal sealed class DropsAColumnAtOnce : ISafetyRule
{
    public string Id => "SE302";

    public string Danger => "A column that is destroyed at once";

    public FindingSeverity Severity => FindingSeverity.Error;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<DropColumn>()
            .Where(asked => asked.By.IsInPlace && review.IsLive(asked.Operation.Table))
            .Select(asked => this.Finds(
                asked.By,
                $"Column {asked.Operation.Column} of {asked.Operation.Table} is dropped at once: its values are kept nowhere, and a rollback brings back an empty column. Unsafe(…) is about the version that runs, and not about the values.",
                $"{CSharp.Table(asked.Operation.Table)}.DropColumn(\"{asked.Operation.Column}\");"));
}
