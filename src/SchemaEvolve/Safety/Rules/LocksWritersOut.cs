using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>An exclusion constraint is built on a table in use while everybody waits.</summary>
internal sealed class LocksWritersOut : ISafetyRule
{
    private const long Many = 10_000;

    public string Id => "SE109";

    public string Danger => "An exclusion constraint that locks everybody out";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<AddExclusion>()
            .Where(asked => review.IsLive(asked.Operation.Table) && review.SizeOf(asked.Operation.Table) is null or { Rows: >= Many })
            .Select(asked => this.Finds(
                asked.By,
                $"Exclusion constraint {asked.Operation.Exclusion.Name} is built while everybody waits for {asked.Operation.Table}: there is no way to build one aside. Add it when nobody writes, or to a new table that takes the place of this one."));
}
