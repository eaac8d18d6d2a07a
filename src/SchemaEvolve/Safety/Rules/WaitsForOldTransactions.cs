using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>An index is built that has to wait for transactions which have been open for long.</summary>
internal sealed class WaitsForOldTransactions : ISafetyRule
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    public string Id => "SE015";

    public string Danger => "A transaction that keeps a build waiting";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        Holdups(review) is { Count: > 0 } holdups && review is { Plan.Engine: Engines.PostgreSql }
            ? review.Changes
                .Where(made => made.Change is CreateIndex or AddUnique or SetPrimaryKey { Key: not null } && made.Change.Tables.All(review.IsLive))
                .Take(1)
                .Select(made => this.Finds(
                    made.Step,
                    $"“{made.Change.Description}” waits for every transaction that was open before it, and there {(holdups.Count == 1 ? "is" : "are")}: {string.Join("; ", holdups)}. End {(holdups.Count == 1 ? "it" : "them")}, or wait."))
            : [];

    private static List<string> Holdups(Review review) =>
    [
        .. (review.Surroundings?.Stragglers ?? [])
            .Where(straggler => straggler.Age > Long && !straggler.IsPrepared)
            .Select(straggler => $"{straggler.Name}, for {straggler.Age}"),
    ];
}
