using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>A row of the journal's events, as Dapper reads it.</summary>
internal sealed record EventRow
{
    public long Number { get; init; }

    public DateTime At { get; init; }

    public string Kind { get; init; } = "";

    public long? Migration { get; init; }

    public string? Name { get; init; }

    public string? Phase { get; init; }

    public string Description { get; init; } = "";

    public TimeSpan? Duration { get; init; }

    public string? Scope { get; init; }

    public string? Owner { get; init; }

    public string? Reason { get; init; }

    public string? Actor { get; init; }

    public string? Host { get; init; }

    public int? Process { get; init; }

    public string? AppVersion { get; init; }

    public string? Sql { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }

    public string? Blockers { get; init; }

    public JournalEvent ToEvent() =>
        new(Number, At, Kind, Migration, Name, Phase is null ? null : Words.ToPhase(Phase), Description, Duration)
        {
            Actor = Actor is { } user ? new Actor(user, Host ?? "", Process ?? 0, AppVersion ?? "").ToString() : null,
            Scope = Scope,
            Owner = Owner,
            Reason = Reason,
            AppVersion = AppVersion,
            Sql = Sql,
            Code = Code,
            Message = Message,
            Blockers = [.. Blockers?.Split('\n') ?? []],
        };
}
