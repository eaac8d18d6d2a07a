using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>A table that is published gets a column, and subscribers stop if they do not have it.</summary>
internal sealed class LeavesSubscribersBehind : ISafetyRule
{
    public string Id => "SE415";

    public string Danger => "A column that subscribers do not have";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<AddColumn>()
            .SelectMany(asked => (review.Before.Tables.Find(asked.Operation.Table)?.Opaques ?? [])
                .Where(opaque => opaque.Kind == "publication")
                .Select(publication => this.Finds(
                    asked.By,
                    $"Table {asked.Operation.Table} is published by {publication.Name}, and the schema does not go with it: subscribers stop at the first row with a {asked.Operation.Column.Name} that they do not have. Add the column there first.")));
}
