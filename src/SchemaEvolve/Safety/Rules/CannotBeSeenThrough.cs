namespace SchemaEvolve.Safety.Rules;

/// <summary>The plan ends before its time, because nobody knows what raw SQL or C# leaves behind.</summary>
internal sealed class CannotBeSeenThrough : ISafetyRule
{
    public string Id => "SE922";

    public string Danger => "A plan that cannot be seen through";

    public FindingSeverity Severity => FindingSeverity.Note;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review.Plan is { IsFresh: false, StopsBecause: { } why } ? [this.Finds($"The plan, and what is said about it here, ends before its time: {why} If the SQL or C# comes in a migration of its own, behind the others, they can be checked before it runs.")] : [];
}
