namespace SchemaEvolve.Providers;

/// <summary>An expression in the words of a migration or of an earlier day, and in those in which the database has it now, which may say the same or not.</summary>
/// <param name="Table">The table that it belongs to, or <see langword="null"/> if it is the statement that makes a view.</param>
/// <param name="Promised">The words of the migration, or of the earlier day.</param>
/// <param name="Found">The words in which the database has it.</param>
public sealed record Wording(QualifiedName? Table, Sql Promised, Sql Found)
{
    /// <summary>The column whose value it gives, as its default or whenever the row is written, or <see langword="null"/>.</summary>
    public Column? Column { get; init; }

    /// <summary>The index that sorts by it and by nothing else, or <see langword="null"/>. What stands in neither is a condition, or a view.</summary>
    public Catalogs.Index? Index { get; init; }
}
