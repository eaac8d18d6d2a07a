namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>A row of the journal's migrations, as Dapper reads it.</summary>
internal sealed record MigrationRow
{
    public long Id { get; init; }

    public string Name { get; init; } = "";

    public string? Scope { get; init; }

    public string? Owner { get; init; }

    public string? Reason { get; init; }

    public long Begun { get; init; }

    public string State { get; init; } = "";

    public string Fingerprint { get; init; } = "";

    public string Definition { get; init; } = "";

    public string AppVersion { get; init; } = "";

    public bool IsBirth { get; init; }

    public DateTime StartedAt { get; init; }

    public DateTime? MigratedAt { get; init; }

    public DateTime ChangedAt { get; init; }
}
