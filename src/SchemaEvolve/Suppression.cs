namespace SchemaEvolve;

/// <summary>That a rule is not to speak of a migration any more, and who has said so.</summary>
/// <param name="Rule">The id of the rule, such as <c>SE509</c>.</param>
/// <param name="Because">Why the danger is none here.</param>
/// <param name="Owner">Who answers for that.</param>
/// <param name="Until">The last day on which it holds.</param>
public sealed record Suppression(string Rule, string Because, string Owner, DateOnly Until);
