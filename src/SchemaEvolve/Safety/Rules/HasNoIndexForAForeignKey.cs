using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>No index leads from a row to those that refer to it.</summary>
internal sealed class HasNoIndexForAForeignKey : ISafetyRule
{
    public string Id => "SE509";

    public string Danger => "A foreign key without an index";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<AddForeignKey>()
            .Where(asked => review.After.Tables.Find(asked.Operation.Table) is { } table && table.ForeignKeys.Contains(asked.Operation.Key.Name) && !HasIndex(table, asked.Operation.Key.Columns))
            .Select(asked => this.Finds(
                asked.By,
                $"Whoever deletes a row of {asked.Operation.Key.References}, or changes its key, reads all of {asked.Operation.Table} for rows that refer to it, as no index begins with {string.Join(", ", asked.Operation.Key.Columns)}.",
                $"{CSharp.Table(asked.Operation.Table)}.AddIndex({CSharp.Names(asked.Operation.Key.Columns)});"));

    private static bool HasIndex(Table table, ValueList<Identifier> columns)
    {
        return Begins(table.PrimaryKey?.Columns ?? [])
            || table.Uniques.Any(unique => Begins(unique.Columns))
            || table.Indexes.Any(index => index is { Condition: null, Method: null or "btree" } && Begins([.. index.Keys.TakeWhile(key => key.Column is not null).Select(key => key.Column!.Value)]));

        bool Begins(ValueList<Identifier> keys) => keys.Take(columns.Count).Order().SequenceEqual(columns.Order());
    }
}
