using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Gating;

/// <summary>A migration that has something to take away, as its gates see it.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Application">All migrations of the application, in order.</param>
/// <param name="Situation">How things stand.</param>
internal sealed record Candidate(RecordedMigration Migration, IReadOnlyList<RecordedMigration> Application, Situation Situation)
{
    /// <summary>What the journal knows of it, or <see langword="null"/> if it was never begun.</summary>
    public MigrationEntry? Entry => Situation.History.Find(Migration.Id);

    public DateTimeOffset Now => Situation.Observation.Now;

    public ValueList<Instance> Instances => Situation.Observation.Instances;

    public IEnumerable<Approval> Approvals => Situation.Observation.Approvals.Where(approval => approval.Migration == Migration.Id);

    public ValueList<FeatureAnswer> Features => Situation.Features;

    /// <summary>What stands in its way, or <see langword="null"/> if nothing is known of.</summary>
    public Obstacle? Obstacle => Situation.ObstacleOf(Migration.Id);

    /// <summary>The schema as those migrations tell it that have run. Of a table that none of them made, it knows nothing.</summary>
    public Catalog Told
    {
        get
        {
            var past = new Past(Catalog.Empty);
            foreach (var migration in Application)
            {
                if (Situation.History.Find(migration.Id) is { } entry)
                {
                    past.Recall(migration, entry);
                }
            }

            return past.Catalog;
        }
    }

    /// <summary>What a migration has still to take away.</summary>
    public IEnumerable<Operation> Left(RecordedMigration migration) =>
        Situation.History.Find(migration.Id)?.Left(Phase.Contract).Select(step => migration.Operations[step.Number]) ?? [];
}
