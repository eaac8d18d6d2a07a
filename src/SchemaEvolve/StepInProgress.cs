using System.Globalization;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;

namespace SchemaEvolve;

/// <summary>A step that is being done at the moment, by this process or another.</summary>
/// <param name="Migration">The id of the migration.</param>
/// <param name="Name">The name of the migration.</param>
/// <param name="Phase">The phase.</param>
/// <param name="Description">What is done.</param>
/// <param name="Since">When it began.</param>
public sealed record StepInProgress(long Migration, string Name, Phase Phase, string Description, DateTimeOffset Since)
{
    /// <summary>Who does it, as far as the lock tells.</summary>
    public string? By { get; init; }

    /// <summary>Of a backfill, how many rows were looked at.</summary>
    public long Rows { get; init; }

    /// <summary>Of a backfill, how much of it is done, about.</summary>
    public double? Percent { get; init; }

    /// <summary>Who is in its way, as far as the database tells. Empty if nobody is.</summary>
    public ValueList<string> Blockers { get; init; } = [];

    /// <summary>Since when others are in its way.</summary>
    public DateTimeOffset? BlockedSince { get; init; }

    /// <summary>Whether others are in its way.</summary>
    public bool IsBlocked => BlockedSince is not null;

    /// <summary>The migration, the phase and what is done, with how far it has come and who is in its way.</summary>
    public override string ToString()
    {
        var percent = Percent is { } done ? string.Create(CultureInfo.InvariantCulture, $", {done:0.#} %") : "";
        var blocked = IsBlocked ? $", blocked by {string.Join("; ", Blockers)}" : "";

        return $"{RecordedMigration.Spell(Migration)} {Name}, {Phase}: {Description}{percent}{blocked}";
    }
}
