namespace SchemaEvolve.Testing.Rehearsing;

/// <summary>The value of a row in a column.</summary>
/// <param name="Column">The column.</param>
/// <param name="Text">The value as text.</param>
internal readonly record struct Cell(Identifier Column, string Text);
