using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>A foreign key sets the default of a required column that has none.</summary>
internal sealed class SetsADefaultThatIsMissing : ISafetyRule
{
    public string Id => "SE511";

    public string Danger => "A foreign key that sets a default that is missing";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<AddForeignKey>()
            .Where(asked => asked.Operation.Key is { OnDelete: ReferentialAction.SetDefault } or { OnUpdate: ReferentialAction.SetDefault })
            .SelectMany(asked => asked.Operation.Key.Columns
                .Where(column => review.After.Tables.Find(asked.Operation.Table)?.Columns.Find(column) is { IsNullable: false, Default: null })
                .Select(column => this.Finds(
                    asked.By,
                    $"Foreign key {asked.Operation.Key.Name} sets {asked.Operation.Table}.{column} to its default, and it has none, nor does it take NULL: no row of {asked.Operation.Key.References} that is referred to can be deleted.",
                    $"{CSharp.Table(asked.Operation.Table)}.SetDefault(\"{column}\", …);")));
}
