namespace SchemaEvolve.Planning;

/// <summary>Something that nobody could bring back.</summary>
/// <param name="What">What it is, in a sentence.</param>
public sealed record Loss(string What)
{
    /// <summary>The table that it is in, if it can be counted.</summary>
    public QualifiedName? Table { get; init; }

    /// <summary>The column whose values would be lost, or <see langword="null"/> if it is whole rows.</summary>
    public Identifier? Column { get; init; }

    /// <summary>Which rows of the table, or <see langword="null"/> for all of them.</summary>
    internal Sql? Where { get; init; }

    /// <summary>The columns by which it is counted.</summary>
    internal IEnumerable<Identifier> Names => [.. Column is { } column ? [column] : Array.Empty<Identifier>(), .. Where?.Names ?? []];

    /// <summary>How many rows or values there are, or <see langword="null"/> if there is nothing to count.</summary>
    internal Sql? Count => (Table, Column) switch
    {
        (null, _) => null,
        ({ } table, null) => $"SELECT count(*) FROM {table} WHERE {Where ?? $"TRUE"}",
        ({ } table, { } column) => $"SELECT count({column}) FROM {table}",
    };

    /// <summary>What it is, with how much of it there is.</summary>
    internal string Counted(long count) => $"{What[..^1]}: {count} {(Column is null ? "row" : "value")}{(count == 1 ? "" : "s")}.";
}
