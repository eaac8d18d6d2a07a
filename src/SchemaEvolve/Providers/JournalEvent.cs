using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Providers;

/// <summary>Something that happened, as the journal keeps it for ever.</summary>
/// <param name="Number">Its place in the timeline, counted from 1.</param>
/// <param name="At">When it happened, by the server's clock.</param>
/// <param name="Kind">What happened: <c>applied</c>, <c>failed</c>, <c>stopped</c>, <c>blocked</c>, <c>unblocked</c>, <c>retried</c>, <c>reverted</c>, <c>held</c>, <c>suppressed</c>, <c>approved</c>, <c>revoked</c> or <c>repaired</c>.</param>
/// <param name="Migration">The migration, or <see langword="null"/> if it was not about one.</param>
/// <param name="Name">The name of the migration.</param>
/// <param name="Phase">The phase of the step.</param>
/// <param name="Description">What was done.</param>
/// <param name="Duration">How long it took.</param>
public sealed record JournalEvent(
    long Number,
    DateTimeOffset At,
    string Kind,
    long? Migration,
    string? Name,
    Phase? Phase,
    string Description,
    TimeSpan? Duration)
{
    /// <summary>The part of the application that the migration belongs to.</summary>
    public string? Scope { get; init; }

    /// <summary>Who answers for the migration.</summary>
    public string? Owner { get; init; }

    /// <summary>Why the migration is done.</summary>
    public string? Reason { get; init; }

    /// <summary>Who did it: the user, the machine and the process.</summary>
    public string? Actor { get; init; }

    /// <summary>The version of the application.</summary>
    public string? AppVersion { get; init; }

    /// <summary>The statement that failed.</summary>
    public string? Sql { get; init; }

    /// <summary>The SQLSTATE or the database's own code.</summary>
    public string? Code { get; init; }

    /// <summary>What went wrong, or what was waited for.</summary>
    public string? Message { get; init; }

    /// <summary>Who was in the way, as far as the database told.</summary>
    public ValueList<string> Blockers { get; init; } = [];
}
