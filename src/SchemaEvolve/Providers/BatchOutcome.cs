namespace SchemaEvolve.Providers;

/// <summary>What came of a batch.</summary>
/// <param name="Written">How many rows its last statement wrote.</param>
/// <param name="Next">The first row that the query for the next batch found, or <see langword="null"/> if it found none.</param>
public sealed record BatchOutcome(long Written, IReadOnlyList<object>? Next);
