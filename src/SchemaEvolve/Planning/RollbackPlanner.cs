using SchemaEvolve.Catalogs;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Planning;

/// <summary>Turns migrations that have run into the steps that take them back. It is a pure function, like <see cref="Planner"/>.</summary>
/// <remarks>
/// First it makes the old version possible again, beside the new one: whatever was taken away comes back and is brought up to date.
/// Then it takes away what only the new version needs, the last operation of the last migration first. What is done already, by a
/// rollback that was cut off, is seen in the catalog and the journal and not planned again.
/// </remarks>
public static class RollbackPlanner
{
    /// <summary>The plan that takes back what was begun after a migration.</summary>
    /// <param name="to">The id of the migration that is to be the last, or 0 to take everything back.</param>
    /// <param name="migrations">The migrations of the application, in order.</param>
    /// <param name="history">What the journal knows.</param>
    /// <param name="live">The catalog as it is.</param>
    /// <param name="engine">The name of the database, as <see cref="Sql.For"/> takes it.</param>
    /// <param name="dialect">The SQL of the database.</param>
    /// <param name="options">What the rollback may do.</param>
    /// <param name="isAlone">Whether nobody else uses the database, so that everything is taken back in place, and at once. What two versions keep in step goes back in stages all the same.</param>
    /// <exception cref="MigrationHistoryException">There is no such migration.</exception>
    public static Plan Plan(
        long to,
        IReadOnlyList<RecordedMigration> migrations,
        History history,
        Catalog live,
        string engine,
        IDialect dialect,
        RollbackOptions options,
        bool isAlone)
    {
        ArgumentNullException.ThrowIfNull(migrations);
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(live);
        ArgumentNullException.ThrowIfNull(options);

        var last = LastToStay(to, history);
        var known = migrations.ToDictionary(migration => migration.Id);
        var draft = new RollbackDraft(engine, dialect, live, options);
        var past = new Past(live);
        var back = new List<(RecordedMigration Migration, MigrationEntry Entry, ValueList<Deed> Deeds)>();
        foreach (var entry in history.Migrations)
        {
            var goes = entry.Order > last;
            draft.ObstructIf(
                !goes && entry.State is MigrationState.RollingBack or MigrationState.Reopened,
                $"Migration {entry.Label} is being taken back too. Let that rollback end first: name a migration before it.");
            if (known.GetValueOrDefault(entry.Id) is not { } migration)
            {
                draft.ObstructIf(goes, $"Migration {entry.Label} of version {entry.AppVersion} is not known to this release. Call RollbackAsync from the release that has it.");
                continue;
            }

            draft.ObstructIf(
                goes && entry.Fingerprint != migration.Fingerprint,
                $"Migration {entry.Label} has changed since it ran, so nobody knows what it did. Put the old text back.");
            var deeds = past.Recall(migration, entry);
            if (goes)
            {
                back.Add((migration, entry, deeds));
            }
        }

        var offspring = Offspring.Of(back.SelectMany(one => one.Deeds));
        isAlone &= !options.KeepsBoth && !live.IsTwofold;
        var foresight = new Foresight(live, isAlone);
        Retreat[] retreats = [.. Enumerable.Reverse(back).Select(one => foresight.Of(one.Migration, one.Entry, one.Deeds, offspring.Contains))];
        draft.Obstruct(foresight.Obstacles);
        if (!draft.IsObstructed)
        {
            draft.TakeBack(retreats, isAlone);
        }

        return draft.ToPlan() with { Losses = foresight.Losses };
    }

    private static long LastToStay(long to, History history) => to == 0
        ? 0
        : history.Find(to)?.Order ?? throw new MigrationHistoryException(
            $"Migration {RecordedMigration.Spell(to)} has not run, so there is no way back to it. What has run: {string.Join(", ", history.Migrations.Select(entry => entry.Label))}. Write 0 to take all of it back.");
}
