namespace SchemaEvolve.Safety.Rules;

/// <summary>The database is on its way to the end of its transaction numbers.</summary>
internal sealed class RunsOutOfTransactionNumbers : ISafetyRule
{
    private const long Alarming = 1_000_000_000;

    public string Id => "SE014";

    public string Danger => "Transaction numbers that run out";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review.Surroundings is { TransactionAge: > Alarming and var age }
            ? [this.Finds(
                $"The oldest transaction that is not settled is {CSharp.Count(age)} transactions ago, and PostgreSQL stops at 2,000,000,000. The vacuum that has to come soon lets nobody change a table while it is at it. Let it come first.",
                "VACUUM (FREEZE, VERBOSE)")]
            : [];
}
