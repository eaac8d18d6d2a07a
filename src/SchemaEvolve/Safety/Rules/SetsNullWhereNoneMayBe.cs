using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>A foreign key sets NULL in a column that takes none.</summary>
internal sealed class SetsNullWhereNoneMayBe : ISafetyRule
{
    public string Id => "SE510";

    public string Danger => "A foreign key that sets NULL where none may be";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<AddForeignKey>()
            .Where(asked => asked.Operation.Key is { OnDelete: ReferentialAction.SetNull } or { OnUpdate: ReferentialAction.SetNull })
            .SelectMany(asked => asked.Operation.Key.Columns
                .Where(column => review.After.Tables.Find(asked.Operation.Table)?.Columns.Find(column) is { IsNullable: false })
                .Select(column => this.Finds(
                    asked.By,
                    $"Foreign key {asked.Operation.Key.Name} sets {asked.Operation.Table}.{column} to NULL, which it does not take: no row of {asked.Operation.Key.References} that is referred to can be deleted. Let the column take NULL, or refuse in so many words.",
                    $"onDelete: ReferentialAction.Restrict")));
}
