using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Safety.Rules;

/// <summary>Rows are brought up to date in batches in a table that has no key to go by.</summary>
internal sealed class HasNoKeyToGoBy : ISafetyRule
{
    public string Id => "SE702";

    public string Danger => "A backfill without a key";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        Filled.In(review)
            .Where(filled => review.Plan.Engine == Engines.PostgreSql && !HasKey(filled.Table))
            .Select(filled => this.Finds(
                filled.By,
                $"Table {filled.Table.Name} has no primary key, so its rows are filled by their place on the disk, which changes with every write: it is gone through again and again until no row is left. Give it a key first.",
                $"{CSharp.Table(filled.Table.Name)}.AddPrimaryKey(…);"));

    private static bool HasKey(Table table) => table.PrimaryKey is not null
        || table.Uniques.Any(unique => unique.Columns.All(column => !table.Columns[column].IsNullable))
        || table.Indexes.Any(index => index is { IsUnique: true, Condition: null } && index.Keys.All(key => key.Column is { } column && !table.Columns[column].IsNullable));
}
