using System.Data.Common;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Diagnostics;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>Takes what was done by hand for what a step that failed was to do.</summary>
internal sealed class Repair(DatabaseProvider provider, IReadOnlyList<RecordedMigration> migrations, MigratorOptions options, Actor actor, Herald herald, DbConnection connection)
{
    /// <summary>Does it, behind the lock, or says what is still missing.</summary>
    public async Task DoAsync(long id, string by, string? note, CancellationToken cancellationToken)
    {
        await using var held = await new LockWaiter(provider, actor, options, herald).AcquireAsync(connection, () => Task.FromResult(false), cancellationToken);
        await provider.Journal.TakeOverAsync(connection, actor, cancellationToken);
        var history = await provider.Journal.ReadAsync(connection, null, cancellationToken);
        var entry = history.Find(id)
            ?? throw new MigrationHistoryException($"Migration {RecordedMigration.Spell(id)} has not run, so there is nothing to repair. What has run: {string.Join(", ", history.Migrations.Select(other => other.Label))}.");
        var migration = migrations.FirstOrDefault(known => known.Id == id)
            ?? throw new MigrationHistoryException($"Migration {entry.Label} is not known to this release. Call RepairAsync from the release that has it.");
        ValueList<StepEntry> open = [.. entry.Steps.Where(step => step.State is StepState.Running or StepState.Failed)];
        if (open.Count == 0 || entry.State > MigrationState.Purged)
        {
            throw new MigrationHistoryException($"No step of migration {entry.Label} has failed, so there is nothing to repair. It is {entry.State}.");
        }

        var catalog = await provider.Inspector.ReadAsync(connection, null, cancellationToken);
        var missing = open.SelectMany(step => Missing(migration, step, catalog)).ToList();
        if (missing.Count > 0)
        {
            throw new MigrationHistoryException(
                $"Migration {entry.Label} cannot be taken for repaired. This is not done yet: {string.Join("; ", missing)}. Do that by hand too, or let MigrateAsync do it once nothing is in its way.");
        }

        await provider.Journal.RepairAsync(connection, new(id, entry.Name, by, note, actor), cancellationToken);
    }

    // What SQL and C# were to do to rows, only somebody who was there can tell.
    private static IEnumerable<string> Missing(RecordedMigration migration, StepEntry step, Catalog live)
    {
        if (step.Number >= migration.Operations.Count || Fingerprint.Of(migration.Operations[step.Number]) != step.Fingerprint)
        {
            return [$"{step.Description}, which the migration no longer says"];
        }

        try
        {
            return [.. migration.Operations[step.Number].Evolve(live, new(migration.Id))[step.Phase]
                .Where(change => change is not DataChange && !change.IsMadeIn(live))
                .Select(change => change.Description)];
        }
        catch (CatalogException misfit)
        {
            return [$"{step.Description} ({misfit.Message})"];
        }
    }
}
