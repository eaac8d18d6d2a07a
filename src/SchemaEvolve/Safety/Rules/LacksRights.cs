namespace SchemaEvolve.Safety.Rules;

/// <summary>The role that migrates may not do what the plan needs.</summary>
internal sealed class LacksRights : ISafetyRule
{
    public string Id => "SE010";

    public string Danger => "Missing rights";

    public FindingSeverity Severity => FindingSeverity.Error;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review.Denial is { } denial ? [this.Finds(denial)] : [];
}
