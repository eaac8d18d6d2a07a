using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>An index is added that another one of the table begins with.</summary>
internal sealed class DoublesAnIndex : ISafetyRule
{
    public string Id => "SE925";

    public string Danger => "An index that another one serves";

    public FindingSeverity Severity => FindingSeverity.Note;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<CreateIndex>()
            .Where(asked => asked.Operation.Index is { IsUnique: false, Condition: null, Method: null or "btree", Included.Count: 0 })
            .SelectMany(asked => Serving(review.After.Tables.Find(asked.Operation.Table), asked.Operation.Index)
                .Take(1)
                .Select(other => this.Finds(
                    asked.By,
                    $"Index {asked.Operation.Index.Name} of {asked.Operation.Table} is served by {other}, which begins with the same columns. It costs every write, and room, for nothing. Leave it out.")));

    private static IEnumerable<string> Serving(Table? table, Catalogs.Index index)
    {
        if (table is null || !index.Keys.All(key => key is { Column: not null, OperatorClass: null, Collation: null }))
        {
            yield break;
        }

        var columns = index.Keys.Where(key => !key.IsDescending).Select(key => key.Column!.Value).ToList();
        if (columns.Count < index.Keys.Count)
        {
            yield break;
        }

        if (Begins(table.PrimaryKey?.Columns ?? []))
        {
            yield return $"the primary key {table.PrimaryKey!.Name}";
        }

        foreach (var unique in table.Uniques.Where(unique => Begins(unique.Columns)))
        {
            yield return $"unique constraint {unique.Name}";
        }

        foreach (var other in table.Indexes.Where(other => other.Name != index.Name && other is { Condition: null, Method: null or "btree" } && IsLonger(other) && other.Keys.Take(columns.Count).SequenceEqual(index.Keys)))
        {
            yield return $"index {other.Name}";
        }

        bool Begins(ValueList<Identifier> keys) => keys.Take(columns.Count).SequenceEqual(columns);

        bool IsLonger(Catalogs.Index other) => other.Keys.Count > columns.Count || other.IsUnique || string.CompareOrdinal(other.Name.Value, index.Name.Value) < 0;
    }
}
