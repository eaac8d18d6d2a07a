using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Planning;

/// <summary>Finds out how migrations are taken back, and what stands in the way or would be lost.</summary>
/// <param name="live">The catalog as it is.</param>
/// <param name="isAlone">Whether nobody else uses the database, so that everything is taken back at once.</param>
internal sealed class Foresight(Catalog live, bool isAlone)
{
    private readonly List<string> _obstacles = [];
    private readonly List<Loss> _losses = [];

    private readonly Catalog _live = live;

    // What the catalog is once all that was looked at so far is taken back. A way back is the same as if it were the only one.
    private Catalog _catalog = live;

    /// <summary>What cannot be done, each in a sentence.</summary>
    public ValueList<string> Obstacles => [.. _obstacles];

    /// <summary>What nobody could bring back.</summary>
    public ValueList<Loss> Losses => [.. _losses];

    /// <summary>The catalog after those of the changes that are not made yet.</summary>
    /// <exception cref="CatalogException">One of them does not fit.</exception>
    public static Catalog Made(Catalog catalog, IEnumerable<Change> changes) =>
        changes.Aggregate(catalog, (before, change) => change.IsMadeIn(before) ? before : change.Apply(before));

    /// <summary>The way back of a migration.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="entry">What the journal knows of it.</param>
    /// <param name="deeds">What it has done.</param>
    /// <param name="goesAnyway">Whether a deed goes with a table that is taken back itself.</param>
    public Retreat Of(RecordedMigration migration, MigrationEntry entry, ValueList<Deed> deeds, Func<Deed, bool> goesAnyway)
    {
        var reversals = new List<Reversal>();
        foreach (var deed in deeds.Reverse())
        {
            try
            {
                if (Unknown(deed, entry) is { } reason)
                {
                    _obstacles.Add($"{migration.Label}: {deed.Operation.Description}: {reason}");
                    continue;
                }

                reversals.Add(goesAnyway(deed) ? Nothing(deed) : Of(migration, deed));
            }
            catch (CatalogException misfit)
            {
                _obstacles.Add($"{migration.Label}: {deed.Operation.Description}: {misfit.Message}");
            }
        }

        return new(migration, entry, [.. reversals]);
    }

    private string? Unknown(Deed deed, MigrationEntry entry) => deed switch
    {
        { Misfit: { } misfit } => $"What it found is not known. {misfit}",
        { Operation: RunSql { IsTransactional: false } } when entry.Steps.Any(step => step.Number == deed.Number && step.State is StepState.Running or StepState.Failed) =>
            "It was cut off outside of a transaction, so nobody knows how far it came. Let it end, or write SQL that does what is left.",
        _ when IsParted(deed, entry) => "Its contraction was cut off between two tables. Call ContractAsync, so that it ends, and then take it back.",
        _ => null,
    };

    private bool IsParted(Deed deed, MigrationEntry entry) =>
        entry.State != MigrationState.RollingBack
        && entry.Steps.Any(step => step.Number == deed.Number && step is { Phase: Phase.Contract, State: StepState.Running or StepState.Failed })
        && (IsMixed(deed.Undo.OfType<DropDualWrite>()) || IsMixed(deed.Operation.Evolve(_catalog, new(entry.Id)).Purge));

    private bool IsMixed(IEnumerable<Change> changes) => changes.Select(change => change.IsMadeIn(_catalog)).Distinct().Count() > 1;

    private static Reversal Nothing(Deed deed) => new(deed.Number, deed.Operation, Evolution.None, _ => []);

    private Reversal Of(RecordedMigration migration, Deed deed)
    {
        var kept = new Tombstones(migration.Id);
        var isAtOnce = isAlone;
        var expand = deed.IsComplete ? Back(_catalog).Expand : [];

        // What was kept is brought up to date in stages, whoever is there.
        isAtOnce &= !expand.Any(change => change is AddDualWrite or AddMirror);

        // Which rows are brought over follows from all that is expanded. Of that, a run that was cut off may have left a part.
        var opening = deed.IsComplete ? Back(Made(_catalog, expand)) with { Expand = expand, Contract = [] } : Evolution.None;
        var reversal = new Reversal(
            deed.Number,
            deed.Operation,
            opening,
            now => deed.IsComplete ? Back(now).Contract : deed.Undo);
        _losses.AddRange(Planning.Losses.Of(deed, kept, _catalog).Concat(Overwritten.By(deed, kept, _catalog)).Select(loss => loss with
        {
            What = $"{migration.Label}: {loss.What}",
            // What has another name by now cannot be counted by this one.
            Table = loss.Table is { } table && _live.Tables.Find(table) is { } there && loss.Names.All(name => there.Columns.Contains(name)) ? table : default(QualifiedName?),
        }));

        var opened = Made(Made(_catalog, opening.Expand), opening.Migrate);
        var closing = reversal.Closing(opened);
        foreach (var irreversible in opening.Expand.Concat(opening.Migrate).Concat(closing).OfType<Irreversible>())
        {
            _obstacles.Add($"{migration.Label}: {deed.Operation.Description}: there is no way back. {irreversible.Reason}");
        }

        _catalog = Made(opened, closing);
        return reversal;

        Evolution Back(Catalog now) => isAtOnce ? deed.Operation.ReverseAlone(deed.Before, now, kept) : deed.Operation.Reverse(deed.Before, now, kept);
    }
}
