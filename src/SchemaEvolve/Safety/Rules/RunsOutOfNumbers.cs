using SchemaEvolve.Operations;

namespace SchemaEvolve.Safety.Rules;

/// <summary>The numbers of a column are nearly used up.</summary>
internal sealed class RunsOutOfNumbers : ISafetyRule
{
    public string Id => "SE507";

    public string Danger => "A key that runs out of numbers";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        (review.Surroundings?.Counters ?? [])
            .Where(counter => counter.Last >= counter.End / 10 * 7 && !review.Asked<WidenPrimaryKey>().Any(asked => asked.Operation.Table == counter.Table))
            .Select(counter => this.Finds(
                $"Column {counter.Column} of {counter.Table} has come to {CSharp.Count(counter.Last)} of {CSharp.Count(counter.End)}. When the numbers are used up, no row can be inserted any more.",
                review.Before.Tables.Find(counter.Table) is { PrimaryKey: { } key } table && key.Columns.Contains(counter.Column) && table.Columns.Find(counter.Column)?.Type is IntegerType { Bits: < 64 }
                    ? $"schema.WidenPrimaryKey({CSharp.Name(counter.Table)});"
                    : null));
}
