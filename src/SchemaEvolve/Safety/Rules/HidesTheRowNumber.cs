namespace SchemaEvolve.Safety.Rules;

/// <summary>A column of SQLite takes a name of the row number.</summary>
internal sealed class HidesTheRowNumber : ISafetyRule
{
    private static readonly string[] Names = ["rowid", "_rowid_", "oid"];

    public string Id => "SE813";

    public string Danger => "A column with the name of the row number";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        review.Plan.Engine == Engines.Sqlite
            ? review.NewColumns
                .Where(added => Names.Contains(added.Column.Name.Value, StringComparer.OrdinalIgnoreCase))
                .Select(added => this.Finds(
                    added.By,
                    $"Column {added.Column.Name} of {added.Table} has the name by which SQLite and its tools reach the number of a row, and hides it. Give it another name."))
            : [];
}
