using System.Globalization;

namespace RollingDeploy;

/// <summary>What instances of the application did, and what befell them.</summary>
/// <param name="Rows">How many customers they put in.</param>
/// <param name="Operations">How many statements they sent.</param>
/// <param name="Errors">How many of them failed.</param>
/// <param name="Divergences">How many customers they found that were not whole, or not as they had written them.</param>
/// <param name="LostRows">How many customers of theirs were gone.</param>
internal sealed record Tally(long Rows, long Operations, long Errors, long Divergences, long LostRows)
{
    public static Tally None { get; } = new(0, 0, 0, 0, 0);

    public bool IsClean => (Errors, Divergences, LostRows) == (0, 0, 0);

    public static Tally operator +(Tally one, Tally other) => new(
        one.Rows + other.Rows,
        one.Operations + other.Operations,
        one.Errors + other.Errors,
        one.Divergences + other.Divergences,
        one.LostRows + other.LostRows);

    public static Tally Parse(string line) =>
        line.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray() is [var rows, var operations, var errors, var divergences, var lost]
            ? new(rows, operations, errors, divergences, lost)
            : throw new FormatException($"This is no tally: {line}");

    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Rows} {Operations} {Errors} {Divergences} {LostRows}");
}
