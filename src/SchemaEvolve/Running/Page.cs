namespace SchemaEvolve.Running;

/// <summary>Rows that follow each other in the order of their key, to be brought up to date in one batch.</summary>
/// <param name="Rows">How many they are.</param>
/// <param name="Through">The key of the last of them, as a cursor.</param>
/// <param name="Key">The key of the last of them, as people read it.</param>
internal sealed record Page(int Rows, string Through, string Key);
