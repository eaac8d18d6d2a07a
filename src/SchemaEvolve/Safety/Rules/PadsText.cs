namespace SchemaEvolve.Safety.Rules;

/// <summary>A column of PostgreSQL has the type char(n), which fills up with spaces.</summary>
internal sealed class PadsText : ISafetyRule
{
    public string Id => "SE905";

    public string Danger => "Text that is filled with spaces";

    public FindingSeverity Severity => FindingSeverity.Note;

    public IEnumerable<Finding> Check(Review review) =>
        review.Plan.Engine == Engines.PostgreSql
            ? review.NewColumns
                .Where(added => added.Column.Type is CharType)
                .Select(added => this.Finds(
                    added.By,
                    $"Column {added.Column.Name} of {added.Table} is {added.Column.Type}, which PostgreSQL fills up with spaces that come and go in comparisons.",
                    CSharp.Column(added.Column.Name, ColumnType.Text(((CharType)added.Column.Type).Length))))
            : [];
}
