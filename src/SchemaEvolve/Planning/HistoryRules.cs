using System.Globalization;

namespace SchemaEvolve.Planning;

/// <summary>Compares the migrations of the application with those of the journal, and refuses what contradicts itself.</summary>
internal static class HistoryRules
{
    public static void Check(IReadOnlyList<RecordedMigration> migrations, History history, OutOfOrder outOfOrder)
    {
        RefuseRollingBack(history);
        var known = migrations.ToDictionary(migration => migration.Id);
        foreach (var migration in migrations)
        {
            RefuseChanged(migration, history.Find(migration.Id));
        }

        // What was tried and has not done anything is no part of history: it may be mended, replaced, or wait for an older one.
        History ran = new([.. history.Migrations.Where(entry => entry.HasRun)]);
        RefuseUnknown(known, ran);
        RefuseOutOfOrder(migrations, known, ran, outOfOrder);
    }

    private static void RefuseRollingBack(History history)
    {
        var back = history.Migrations.Where(entry => entry.State == MigrationState.RollingBack).Select(entry => entry.Label).ToList();
        if (back.Count > 0)
        {
            throw new MigrationHistoryException(
                $"A rollback of {string.Join(", ", back)} was begun and has not ended. Call RollbackAsync again, from the release that has {(back.Count == 1 ? "it" : "them")}: it goes on where it stopped.");
        }
    }

    private static void RefuseUnknown(Dictionary<long, RecordedMigration> known, History history)
    {
        var lastKnown = history.Migrations.Where(entry => known.ContainsKey(entry.Id)).Select(entry => entry.Order).DefaultIfEmpty(0).Max();
        foreach (var entry in history.Migrations.Where(entry => !known.ContainsKey(entry.Id)))
        {
            if (entry.Order < lastKnown)
            {
                throw new MigrationHistoryException(
                    $"Migration {entry.Label} ran on {Day(entry.StartedAt)}, before others that this application knows, but this application does not have it. Put it back: what has run is part of history.");
            }
        }

        RefuseOutdated([.. known.Keys], history);
    }

    /// <summary>Refuses an application from which a newer one has taken something away.</summary>
    public static void RefuseOutdated(IReadOnlyCollection<long> known, History history)
    {
        if (history.Migrations.FirstOrDefault(entry => entry.State is MigrationState.Contracted or MigrationState.Purged && !known.Contains(entry.Id)) is { } entry)
        {
            throw new MigrationHistoryException(
                $"The database is newer than this application: migration {entry.Label} of version {entry.AppVersion} has taken away what this version ({known.Count} migrations) may still use. Start version {entry.AppVersion} or a later one.")
            {
                IsOutdated = true,
            };
        }
    }

    private static void RefuseChanged(RecordedMigration migration, MigrationEntry? entry)
    {
        if (entry is null || entry.Fingerprint == migration.Fingerprint)
        {
            return;
        }

        // What has not run yet may still be mended: that is how a migration that failed is put right.
        if (entry.State < MigrationState.Expanded
            && entry.Steps.Where(step => step.State == StepState.Done).All(step =>
                step.Number < migration.Operations.Count && Fingerprint.Of(migration.Operations[step.Number]) == step.Fingerprint))
        {
            return;
        }

        if (entry.State < MigrationState.Expanded)
        {
            throw new MigrationHistoryException(
                $"""
                Migration {migration.Label} has changed where it has already run: {string.Join("; ", entry.Steps.Where(step => step.State == StepState.Done).Select(step => step.Description))}. Put that back, at its place; what has not run yet may be changed.
                {Difference(entry.Definition, migration.Definition)}
                """);
        }

        throw new MigrationHistoryException(
            $"""
            Migration {migration.Label} has changed since it ran on {Day(entry.StartedAt)}. Put the old text back, and write a new migration for the change.
            {Difference(entry.Definition, migration.Definition)}
            """);
    }

    private static void RefuseOutOfOrder(
        IReadOnlyList<RecordedMigration> migrations,
        Dictionary<long, RecordedMigration> known,
        History history,
        OutOfOrder outOfOrder)
    {
        if (outOfOrder == OutOfOrder.Allow || history.Migrations.Count == 0)
        {
            return;
        }

        foreach (var late in migrations.Where(migration => history.Find(migration.Id) is null))
        {
            var newer = history.Migrations
                .Where(entry => entry.Id > late.Id && known.ContainsKey(entry.Id))
                .Select(entry => known[entry.Id])
                .Where(applied => !applied.DependsOn.Contains(late.Id))
                .ToList();
            if (newer.Count > 0 && outOfOrder == OutOfOrder.Reject)
            {
                throw new MigrationHistoryException(
                    $"Migration {late.Label} is older than {newer[^1].Label}, which has run. Give it a newer id, or set OutOfOrder.");
            }

            if (newer.Find(applied => !AreIndependent(late, applied)) is { } entangled)
            {
                throw new MigrationHistoryException(
                    $"Migration {late.Label} is older than {entangled.Label}, which has run, and both touch {Shared(late, entangled)}. Give it a newer id, or set OutOfOrder.Allow if the order does not matter.");
            }
        }
    }

    private static bool AreIndependent(RecordedMigration one, RecordedMigration other) =>
        !one.Operations.Concat(other.Operations).Any(operation => operation.IsOpaque) && !TablesOf(one).Overlaps(TablesOf(other));

    private static string Shared(RecordedMigration one, RecordedMigration other)
    {
        var shared = TablesOf(one);
        shared.IntersectWith(TablesOf(other));
        return shared.Count > 0 ? string.Join(", ", shared) : "what only raw SQL or C# knows";
    }

    private static HashSet<QualifiedName> TablesOf(RecordedMigration migration) =>
        [.. migration.Operations.SelectMany(operation => operation.Tables)];

    private static string Difference(string before, string after)
    {
        var old = before.Split('\n');
        var now = after.Split('\n');

        return string.Join('\n',
        [
            .. old.Except(now).Select(line => $"    - {line}"),
            .. now.Except(old).Select(line => $"    + {line}"),
        ]) is { Length: > 0 } lines ? lines : "    The same operations stand in another order.";
    }

    private static string Day(DateTimeOffset time) => time.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
