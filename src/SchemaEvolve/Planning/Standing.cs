using SchemaEvolve.Catalogs;
using SchemaEvolve.Gating;

namespace SchemaEvolve.Planning;

/// <summary>Puts what the application has beside what the journal knows.</summary>
internal static class Standing
{
    public static MigrationStatus Of(IReadOnlyList<RecordedMigration> migrations, Situation situation, Gatekeeper gatekeeper)
    {
        var known = migrations.Select(migration => migration.Id).ToHashSet();

        return new(
        [
            .. migrations.Select(migration => Of(migration, situation, gatekeeper)),
            .. situation.History.Migrations.Where(entry => !known.Contains(entry.Id)).Select(entry => Of(entry, situation, isKnown: false)),
        ])
        {
            Instances = situation.Observation.Instances,
        };
    }

    private static MigrationStanding Of(RecordedMigration migration, Situation situation, Gatekeeper gatekeeper)
    {
        if (situation.History.Find(migration.Id) is { } entry)
        {
            return Of(entry, situation, isKnown: true) with
            {
                Gates = entry.HasLeft(Phase.Contract) || situation.ObstacleOf(entry.Id) is not null ? gatekeeper.Look(migration, situation) : [],
            };
        }

        return new(migration.Id, migration.Name, MigrationState.Pending, IsKnown: true)
        {
            Scope = migration.Scope,
            Owner = migration.Owner,
            Reason = migration.Reason,
            Approvals = Approvals(migration.Id, situation),
        };
    }

    private static MigrationStanding Of(MigrationEntry entry, Situation situation, bool isKnown) => new(entry.Id, entry.Name, entry.State, isKnown)
    {
        Scope = entry.Scope,
        Owner = entry.Owner,
        Reason = entry.Reason,
        StartedAt = entry.StartedAt,
        MigratedAt = entry.MigratedAt,
        LeftToContract = [.. entry.Left(Phase.Contract).Select(step => step.Description)],
        Failed = [.. entry.Steps.Where(step => step.State == StepState.Failed).Select(step => step.Description)],
        Approvals = Approvals(entry.Id, situation),
    };

    private static ValueList<Approval> Approvals(long id, Situation situation) =>
        [.. situation.Observation.Approvals.Where(approval => approval.Migration == id)];
}
