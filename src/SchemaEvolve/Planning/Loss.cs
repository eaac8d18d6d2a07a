using System.Globalization;

namespace SchemaEvolve.Planning;

/// <summary>Something that nobody could bring back.</summary>
/// <param name="What">What it is, in a sentence.</param>
public sealed record Loss(string What)
{
    // To count more of them, a table would be read from end to end, for a number that decides nothing.
    private const int MostRows = 10_000;

    /// <summary>The table that it is in, if it can be counted.</summary>
    public QualifiedName? Table { get; init; }

    /// <summary>The column whose values would be lost, or <see langword="null"/> if it is whole rows.</summary>
    public Identifier? Column { get; init; }

    /// <summary>Which rows of the table, or <see langword="null"/> for all of them.</summary>
    internal Sql? Where { get; init; }

    /// <summary>The columns by which it is counted.</summary>
    internal IEnumerable<Identifier> Names => [.. Column is { } column ? [column] : Array.Empty<Identifier>(), .. Where?.Names ?? []];

    /// <summary>How many rows are looked at, and how much of what would be lost is in them, or <see langword="null"/> if there is nothing to count.</summary>
    internal Sql? Count => (Table, Column) switch
    {
        (null, _) => null,
        ({ } table, null) => $"SELECT count(*), count(*) FROM (SELECT 1 FROM {table} WHERE {Where ?? $"TRUE"} LIMIT {MostRows}) AS looked",
        ({ } table, { } column) => $"SELECT count(*), count({column}) FROM (SELECT {column} FROM {table} LIMIT {MostRows}) AS looked",
    };

    /// <summary>What it is, with how much of it there is.</summary>
    /// <param name="rows">How many rows were looked at.</param>
    /// <param name="count">How much of it is in them.</param>
    internal string Counted(long rows, long count)
    {
        var amount = string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(Column is null ? "row" : "value")}{(count == 1 ? "" : "s")}");

        return (rows, Column) switch
        {
            ( < MostRows, _) => $"{What[..^1]}: {amount}.",
            (_, null) => $"{What[..^1]}: at least {amount}.",
            _ => string.Create(CultureInfo.InvariantCulture, $"{What[..^1]}: {amount} in the first {rows:N0} rows."),
        };
    }
}
