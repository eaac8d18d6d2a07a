namespace SchemaEvolve.Providers;

/// <summary>What a table holds, as far as can be told without reading it.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">About how many rows it has. On SQLite, at most so many.</param>
/// <param name="Bytes">How many bytes its rows take, or <see langword="null"/> where only a reading could tell, as on SQLite.</param>
/// <param name="IndexBytes">How many bytes its indexes take, or <see langword="null"/> where only a reading could tell.</param>
public sealed record TableSize(QualifiedName Table, long Rows, long? Bytes, long? IndexBytes)
{
    /// <summary>How many rows were inserted, updated and deleted since the server began to count.</summary>
    public long? Writes { get; init; }

    /// <summary>How long ago anybody last read the table. PostgreSQL tells from version 16.</summary>
    public TimeSpan? LastReadAgo { get; init; }
}
