using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Planning;

/// <summary>Puts what the application has beside what the journal knows.</summary>
internal static class Standing
{
    public static MigrationStatus Of(IReadOnlyList<RecordedMigration> migrations, History history)
    {
        var known = migrations.Select(migration => migration.Id).ToHashSet();

        return new(
        [
            .. migrations.Select(migration => Of(migration, history.Find(migration.Id))),
            .. history.Migrations.Where(entry => !known.Contains(entry.Id)).Select(entry => Of(entry, isKnown: false)),
        ]);
    }

    private static MigrationStanding Of(RecordedMigration migration, MigrationEntry? entry) => entry is not null
        ? Of(entry, isKnown: true)
        : new(migration.Id, migration.Name, MigrationState.Pending, IsKnown: true)
        {
            Scope = migration.Scope,
            Owner = migration.Owner,
            Reason = migration.Reason,
        };

    private static MigrationStanding Of(MigrationEntry entry, bool isKnown) => new(entry.Id, entry.Name, entry.State, isKnown)
    {
        Scope = entry.Scope,
        Owner = entry.Owner,
        Reason = entry.Reason,
        StartedAt = entry.StartedAt,
        LeftToContract = Descriptions(entry, step => step.Phase == Phase.Contract && step.State != StepState.Done),
        Failed = Descriptions(entry, step => step.State == StepState.Failed),
    };

    private static ValueList<string> Descriptions(MigrationEntry entry, Func<StepEntry, bool> which) =>
        [.. entry.Steps.Where(which).Select(step => step.Description)];
}
