using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Providers;

/// <summary>What the transaction of a batch does to its end.</summary>
/// <param name="Statements">The statements to send first, in order. The last one brings rows up to date, if that is not done yet.</param>
/// <param name="Cursor">How far the backfill has come with it, for the journal.</param>
/// <param name="Next">A query for the end of the next batch, or <see langword="null"/> if it is not to be looked for.</param>
public sealed record Batch(ValueList<string> Statements, string Cursor, string? Next);
