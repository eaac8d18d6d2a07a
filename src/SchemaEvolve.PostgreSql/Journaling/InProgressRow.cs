using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>What the journal last heard of a step that has not ended, as Dapper reads it.</summary>
internal sealed record InProgressRow
{
    public long Migration { get; init; }

    public string Name { get; init; } = "";

    public string Phase { get; init; } = "";

    public string Description { get; init; } = "";

    public DateTime Since { get; init; }

    public long Rows { get; init; }

    public string? Cursor { get; init; }

    public DateTime? BlockedSince { get; init; }

    public string? Blockers { get; init; }

    public LastHeard ToLastHeard() => new(
        new(Migration, Name, Words.ToPhase(Phase), Description, Since)
        {
            Rows = Rows,
            BlockedSince = BlockedSince,
            Blockers = [.. Blockers?.Split('\n') ?? []],
        },
        Cursor);
}
