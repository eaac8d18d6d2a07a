using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>A foreign key has another type than what it refers to.</summary>
internal sealed class PairsDifferentTypes : ISafetyRule
{
    public string Id => "SE508";

    public string Danger => "A foreign key of another type";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<AddForeignKey>()
            .SelectMany(asked => Pairs(asked).Where(pair => pair.From.Type != pair.To.Type).Select(pair => this.Finds(
                asked.By,
                $"Foreign key {asked.Operation.Key.Name} pairs {asked.Operation.Table}.{pair.From.Name}, which is {pair.From.Type}, with {asked.Operation.Key.References}.{pair.To.Name}, which is {pair.To.Type}. What the one can hold and the other cannot, can never be referred to.",
                CSharp.Column(pair.From.Name, pair.To.Type))));

    private static IEnumerable<(Column From, Column To)> Pairs(Asked<AddForeignKey> asked)
    {
        var key = asked.Operation.Key;
        var to = key.To.Count > 0 ? key.To : asked.Before.Tables.Find(key.References)?.PrimaryKey?.Columns ?? [];
        foreach (var (one, other) in key.Columns.Zip(to))
        {
            if (asked.Before.Tables.Find(asked.Operation.Table)?.Columns.Find(one) is { } from && asked.Before.Tables.Find(key.References)?.Columns.Find(other) is { } referred)
            {
                yield return (from, referred);
            }
        }
    }
}
