namespace SchemaEvolve.Safety.Rules;

/// <summary>A transaction was prepared long ago, and holds its locks over every restart.</summary>
internal sealed class ForgetsAPreparedTransaction : ISafetyRule
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    public string Id => "SE017";

    public string Danger => "A prepared transaction that nobody ends";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        (review.Surroundings?.Stragglers ?? [])
            .Where(straggler => straggler.IsPrepared && straggler.Age > Long)
            .Select(straggler => this.Finds(
                $"Transaction {straggler.Name} was prepared {straggler.Age} ago and never ended. It holds its locks over every restart, and whatever needs them waits for ever.",
                $"ROLLBACK PREPARED '{straggler.Name}'"));
}
