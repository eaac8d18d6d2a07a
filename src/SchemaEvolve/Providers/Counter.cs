namespace SchemaEvolve.Providers;

/// <summary>How far the numbers of a column have come.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column that is numbered.</param>
/// <param name="Last">The last number that was given.</param>
/// <param name="End">The last number that the column or its sequence can hold.</param>
public sealed record Counter(QualifiedName Table, Identifier Column, long Last, long End);
