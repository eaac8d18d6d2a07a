namespace SchemaEvolve.Catalogs;

/// <summary>An expression of a thing, and what it stands in.</summary>
/// <param name="Sql">The expression.</param>
/// <param name="Column">The column whose value it gives, or <see langword="null"/>.</param>
/// <param name="Index">The index that sorts by it and by nothing else, or <see langword="null"/>. What stands in neither is a condition.</param>
internal sealed record Expression(Sql Sql, Column? Column = null, Index? Index = null);
