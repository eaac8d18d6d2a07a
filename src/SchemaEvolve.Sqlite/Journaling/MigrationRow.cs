using SchemaEvolve.Planning;

namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>A row of <c>schema_evolve_migrations</c>.</summary>
internal sealed record MigrationRow(
    long Id,
    long Begun,
    string Name,
    string? Scope,
    string? Owner,
    string? Reason,
    string Fingerprint,
    string Definition,
    string State,
    bool IsBirth,
    string StartedAt,
    string ChangedAt,
    string? AppVersion,
    string? MigratedAt)
{
    public MigrationEntry ToEntry(IEnumerable<StepRow> steps) => new(
        Id,
        Name,
        Begun,
        Enum.Parse<MigrationState>(State, ignoreCase: true),
        Fingerprint,
        Definition,
        Instants.Read(StartedAt),
        [.. steps.Select(row => row.ToEntry()).OrderBy(entry => entry.Phase).ThenBy(entry => entry.Number)])
    {
        Scope = Scope,
        Owner = Owner,
        Reason = Reason,
        AppVersion = AppVersion,
        IsBirth = IsBirth,
        MigratedAt = MigratedAt is null ? null : Instants.Read(MigratedAt),
        ChangedAt = Instants.Read(ChangedAt),
    };
}
