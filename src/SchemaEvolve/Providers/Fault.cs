using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Providers;

/// <summary>An error of the database in words.</summary>
/// <param name="Code">The SQLSTATE, or the database's own code.</param>
/// <param name="Message">What the database says.</param>
public sealed record Fault(string Code, string Message)
{
    /// <summary>What the database says of the values of a row, where it is asked to, or <see langword="null"/>. It goes to whoever must mend the row, and into no log or span.</summary>
    public string? Detail { get; init; }

    /// <summary>What can be done about it, or <see langword="null"/>.</summary>
    public string? Hint { get; init; }

    /// <summary>Whether the same statement may succeed on another try, as after a deadlock.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Whether someone else was in the way, who will be gone after a while.</summary>
    public bool IsContention { get; init; }

    /// <summary>Whether the values of a row may be to blame, rather than the statement.</summary>
    public bool IsAboutRow { get; init; }

    /// <summary>Where in the statement the database stopped, counted in characters from 1, or <see langword="null"/>.</summary>
    public int? Position { get; init; }

    /// <summary>Who was in the way, as far as the database tells.</summary>
    public ValueList<string> Blockers { get; init; } = [];

    public override string ToString() => $"{Code}: {Message}{(Detail is null ? "" : $" {Detail}")}{(Hint is null ? "" : $" {Hint}")}";
}
