namespace SchemaEvolve.Safety.Rules;

/// <summary>A column of PostgreSQL has the type json, which has no equality.</summary>
internal sealed class CannotCompareJson : ISafetyRule
{
    public string Id => "SE409";

    public string Danger => "JSON that cannot be compared";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        review.Plan.Engine == Engines.PostgreSql
            ? review.NewColumns
                .Where(added => added.Column.Type is JsonType)
                .Select(added => this.Finds(
                    added.By,
                    $"Column {added.Column.Name} of {added.Table} is json, which PostgreSQL cannot compare: SELECT DISTINCT, GROUP BY and UNION over the table fail.",
                    $"Column.Jsonb(\"{added.Column.Name}\")"))
            : [];
}
