using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>A table has no primary key.</summary>
internal sealed class HasNoPrimaryKey : ISafetyRule
{
    public string Id => "SE911";

    public string Danger => "A table without a primary key";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<CreateTable>()
            .Where(asked => review.After.Tables.Find(asked.Operation.Table.Name) is { PrimaryKey: null })
            .Select(asked => this.Finds(
                asked.By,
                $"Table {asked.Operation.Table.Name} has no primary key: its rows cannot be told apart, filled in batches along a key, or replicated.",
                $"{CSharp.Table(asked.Operation.Table.Name)}.AddPrimaryKey(…);"));
}
