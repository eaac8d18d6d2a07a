namespace SchemaEvolve.Safety.Rules;

/// <summary>The log is kept for a copy of the database that is not connected.</summary>
internal sealed class KeepsTheLogForNobody : ISafetyRule
{
    private const long Much = 1L << 30;

    public string Id => "SE018";

    public string Danger => "A log that is kept for nobody";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        (review.Surroundings?.Followers ?? [])
            .Where(follower => !follower.IsActive && follower.KeptBytes > Much)
            .Select(follower => this.Finds(
                $"{CSharp.Bytes(follower.KeptBytes)} of the log are kept for slot {follower.Name}, which nobody reads. What this plan writes comes on top, until the disk is full. Connect its reader, or drop it.",
                $"SELECT pg_drop_replication_slot('{follower.Name}')"));
}
