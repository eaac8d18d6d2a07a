namespace SchemaEvolve.Providers;

/// <summary>What a statement costs those who use a table that was there before.</summary>
/// <param name="Table">The table.</param>
/// <param name="Lock">The strongest lock that it takes on the table.</param>
public sealed record Impact(QualifiedName Table, TableLock Lock)
{
    /// <summary>Whether every row is written anew.</summary>
    public bool Rewrites { get; init; }

    /// <summary>Whether every row is read.</summary>
    public bool Scans { get; init; }
}
