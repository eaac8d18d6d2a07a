using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Planning;

/// <summary>What the journal knows of one migration.</summary>
/// <param name="Id">Its place in history.</param>
/// <param name="Name">The name of its class.</param>
/// <param name="Order">Its place in the order in which migrations were begun, counted from 1.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Fingerprint">The fingerprint of what was run.</param>
/// <param name="Definition">What was run, an operation a line.</param>
/// <param name="StartedAt">When it was begun, by the server's clock.</param>
/// <param name="Steps">Its operations by phase.</param>
public sealed record MigrationEntry(
    long Id,
    string Name,
    long Order,
    MigrationState State,
    string Fingerprint,
    string Definition,
    DateTimeOffset StartedAt,
    ValueList<StepEntry> Steps)
{
    /// <summary>The part of the application that it belongs to.</summary>
    public string? Scope { get; init; }

    /// <summary>Who answers for it.</summary>
    public string? Owner { get; init; }

    /// <summary>Why it is done.</summary>
    public string? Reason { get; init; }

    /// <summary>The version of the application that began it.</summary>
    public string? AppVersion { get; init; }

    /// <summary>Whether it was begun on an empty database, by a run that has not been completed since: nobody runs on that database yet.</summary>
    public bool IsBirth { get; init; }

    /// <summary>When its rows were verified, by the server's clock, or <see langword="null"/> if they are not.</summary>
    public DateTimeOffset? MigratedAt { get; init; }

    /// <summary>When its state last changed, by the server's clock.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>The id, as its author writes it, and the name.</summary>
    public string Label => $"{RecordedMigration.Spell(Id)} {Name}";

    /// <summary>Whether anything of it is done, or may be: a step that was begun and cut off may have come to an end.</summary>
    internal bool HasRun => State > MigrationState.Pending || Steps.Any(step => step.State is StepState.Running or StepState.Done);

    /// <summary>What it has still to do in a phase. While it is taken back, that is nothing.</summary>
    internal IEnumerable<StepEntry> Left(Phase phase) =>
        Steps.Where(step => step.Phase == phase && step.State != StepState.Done && State <= MigrationState.Purged);

    /// <summary>Whether it has still something to do in a phase.</summary>
    internal bool HasLeft(Phase phase) => Left(phase).Any();

    /// <summary>The same when all of a phase is done.</summary>
    internal MigrationEntry Without(Phase phase) =>
        this with { Steps = [.. Steps.Select(step => step.Phase == phase ? step with { State = StepState.Done } : step)] };

    /// <summary>Whether there is nothing left to do.</summary>
    public bool IsComplete => State is >= MigrationState.Migrated and <= MigrationState.Purged && Steps.All(step => step.State == StepState.Done);
}
