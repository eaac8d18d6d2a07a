namespace SchemaEvolve.Gating;

/// <summary>What the application said of a feature.</summary>
/// <param name="Name">The feature.</param>
/// <param name="IsOn">Whether it is on.</param>
/// <param name="Trouble">Why nobody could tell, or <see langword="null"/> if somebody could.</param>
internal sealed record FeatureAnswer(string Name, bool IsOn, string? Trouble);
