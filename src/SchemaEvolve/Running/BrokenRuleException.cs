namespace SchemaEvolve.Running;

/// <summary>Rows break a rule that a step depends on.</summary>
/// <param name="rule">The rule.</param>
/// <param name="offenders">The first of the rows, with their values.</param>
internal sealed class BrokenRuleException(string rule, string offenders) : Exception($"{rule} {offenders}")
{
    public string Rule { get; } = rule;
}
