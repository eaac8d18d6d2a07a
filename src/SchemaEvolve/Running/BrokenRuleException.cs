namespace SchemaEvolve.Running;

/// <summary>Rows break a rule that a step depends on.</summary>
internal sealed class BrokenRuleException(string message) : Exception(message);
