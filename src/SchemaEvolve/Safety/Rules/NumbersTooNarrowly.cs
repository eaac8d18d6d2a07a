namespace SchemaEvolve.Safety.Rules;

/// <summary>New rows are numbered by a column that ends at two thousand million.</summary>
internal sealed class NumbersTooNarrowly : ISafetyRule
{
    public string Id => "SE901";

    public string Danger => "A key of 32 bits";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        review.NewColumns
            .Where(added => added.Column is { Identity: not null, Type: IntegerType { Bits: < 64 } } && !added.By.Before.StoresIntegersAlike)
            .Select(added => this.Finds(
                added.By,
                $"Rows of {added.Table} are numbered by {added.Column.Name}, which is {added.Column.Type}: after {CSharp.Count((1L << (((IntegerType)added.Column.Type).Bits - 1)) - 1)} no row can be inserted any more, rolled back ones included.",
                $"Column.Int64(\"{added.Column.Name}\").Identity()"));
}
