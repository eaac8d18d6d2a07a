namespace SchemaEvolve.Providers;

/// <summary>Something to look at in the shell while a plan is carried out, and what it says.</summary>
/// <param name="Question">What it answers, and what to do about it.</param>
/// <param name="Query">What to ask the database.</param>
public sealed record Signal(string Question, string Query);
