using SchemaEvolve.Changes;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Safety.Rules;

/// <summary>A large table of PostgreSQL is written anew while everybody waits.</summary>
internal sealed class RewritesALargeTable : ISafetyRule
{
    private const long Large = 256 << 20;

    public string Id => "SE204";

    public string Danger => "A large table that is written anew";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review.Plan.Engine == Engines.PostgreSql
            ? review.Impacts
                .Where(costs => costs.Impact.Rewrites && review.SizeOf(costs.Impact.Table) is { Bytes: > Large })
                .DistinctBy(costs => (costs.Step, costs.Impact.Table))
                .Select(costs => this.Finds(
                    costs.Step,
                    $"“{costs.Step.Description}” writes all {CSharp.Bytes(review.SizeOf(costs.Impact.Table)!.Bytes!.Value)} of {costs.Impact.Table} anew, with its indexes, and everybody waits meanwhile. Add a plain column, and fill it.",
                    Instead(costs.Step)))
            : [];

    private static string? Instead(Step step) => step.Changes.OfType<AddColumn>().FirstOrDefault(add => add.Column.Generated is not null) is { } add
        ? $"{CSharp.Table(add.Table)}\n    .AddColumn({CSharp.Column(add.Column.Name, add.Column.Type)})\n    .Backfill(\"{add.Column.Name}\", $\"{add.Column.Generated!.Expression}\", Undo.Nothing);"
        : null;
}
