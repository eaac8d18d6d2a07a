using SchemaEvolve.Changes;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Safety.Rules;

/// <summary>An index is built on so large a table that a start waits for it for long.</summary>
internal sealed class BuildsAnIndexForLong : ISafetyRule
{
    public string Id => "SE103";

    public string Danger => "An index that a start waits for";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review.Changes
            .Where(made => made.Step.Phase == Phase.Expand && made.Change is CreateIndex or AddUnique && made.Change.Tables.All(table => IsHuge(review.SizeOf(table))))
            .Select(made => this.Finds(
                made.Step,
                $"“{made.Change.Description}” reads {Size(review.SizeOf(made.Change.Tables[0])!)}, and the start waits for it. Give it a migration of its own, and run it from a job before the new version is rolled out."));

    private static bool IsHuge(TableSize? size) => size is { Bytes: > 10L << 30 } or { Bytes: null, Rows: > 50_000_000 };

    private static string Size(TableSize size) => size.Bytes is { } bytes ? CSharp.Bytes(bytes) : $"{CSharp.Count(size.Rows)} rows";
}
