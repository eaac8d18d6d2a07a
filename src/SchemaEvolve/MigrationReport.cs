using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;

namespace SchemaEvolve;

/// <summary>What a run did.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Steps">The steps that it did, in order.</param>
/// <param name="Elapsed">How long it took, with all waiting.</param>
public sealed record MigrationReport(MigrationOutcome Outcome, ValueList<Step> Steps, TimeSpan Elapsed)
{
    /// <summary>The migrations that have still something to take away. Their gates say why they wait. Empty also where nobody looked, as there was nothing to do.</summary>
    public ValueList<MigrationStanding> Waiting { get; init; } = [];

    /// <summary>When to call <see cref="Migrator.WorkAsync"/> again, or <see langword="null"/> if nothing is waited for.</summary>
    public TimeSpan? LookAgainIn { get; init; }

    /// <summary>How many rows backfills could not convert and left as they are. <see cref="Migrator.QuarantineAsync"/> knows their keys.</summary>
    public long Quarantined { get; init; }

    /// <summary>The migrations that it worked on, in order.</summary>
    public IEnumerable<RecordedMigration> Migrations => Steps.Select(step => step.Migration).DistinctBy(migration => migration.Id);
}
