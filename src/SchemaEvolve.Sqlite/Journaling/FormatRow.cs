namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>Which format the journal has, and since which release of this library.</summary>
internal sealed record FormatRow(string Format, string Release);
