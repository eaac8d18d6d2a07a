using System.Globalization;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Planning;

/// <summary>A migration as it was recorded: its place in history and what it asks for.</summary>
/// <param name="Id">Its place in history.</param>
/// <param name="Name">The name of its class.</param>
/// <param name="Operations">What it asks for, in order.</param>
public sealed record RecordedMigration(long Id, string Name, ValueList<Operation> Operations)
{
    /// <summary>What it asks for, in order.</summary>
    public ValueList<Operation> Operations { get; } = Operations;

    /// <summary>The part of the application that it belongs to.</summary>
    public string? Scope { get; init; }

    /// <summary>Who answers for it.</summary>
    public string? Owner { get; init; }

    /// <summary>Why it is done.</summary>
    public string? Reason { get; init; }

    /// <summary>The migrations that come before it, whatever their ids.</summary>
    public ValueList<long> DependsOn { get; init; } = [];

    /// <summary>What has to be so before it takes anything away, besides what always has to be. No part of <see cref="Fingerprint"/>.</summary>
    public ValueList<Gate> Gates { get; init; } = [];

    /// <summary>The rules that are not to speak of it. No part of <see cref="Fingerprint"/>.</summary>
    public ValueList<Suppression> Suppressions { get; init; } = [];

    /// <summary>What it may cost those who use the database. No part of <see cref="Fingerprint"/>.</summary>
    public ValueList<Bound> Bounds { get; init; } = [];

    /// <summary>What it asks for, an operation a line, in a form that stays the same from release to release.</summary>
    public string Definition { get; } = Planning.Fingerprint.Lines(Operations);

    /// <summary>A SHA-256 over <see cref="Definition"/>.</summary>
    public string Fingerprint => Planning.Fingerprint.Of(Definition);

    /// <summary>The id, as its author writes it, and the name.</summary>
    public string Label => $"{Spell(Id)} {Name}";

    /// <summary>An id as its author writes it: <c>2026_03_14_0915</c>, or a plain number if it is no date.</summary>
    public static string Spell(long id) => id.ToString(CultureInfo.InvariantCulture) is { Length: 12 } digits
        ? $"{digits[..4]}_{digits[4..6]}_{digits[6..8]}_{digits[8..]}"
        : id.ToString(CultureInfo.InvariantCulture);

    public override string ToString() => Label;
}
