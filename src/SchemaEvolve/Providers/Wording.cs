namespace SchemaEvolve.Providers;

/// <summary>An expression in the words of a migration, and in the words of the database, which may say the same or not.</summary>
/// <param name="Table">The table that it belongs to.</param>
/// <param name="Promised">The words of the migration.</param>
/// <param name="Found">The words of the database.</param>
public sealed record Wording(QualifiedName Table, Sql Promised, Sql Found)
{
    /// <summary>The column whose value it gives, as its default or whenever the row is written, or <see langword="null"/>.</summary>
    public Column? Column { get; init; }

    /// <summary>The index that sorts by it and by nothing else, or <see langword="null"/>. What stands in neither is a condition.</summary>
    public Catalogs.Index? Index { get; init; }
}
