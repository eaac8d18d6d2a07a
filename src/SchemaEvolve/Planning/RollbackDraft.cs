using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Planning;

/// <summary>A rollback in the making: the steps so far, and all that stands in their way.</summary>
internal sealed class RollbackDraft(string engine, IDialect dialect, Catalog live, RollbackOptions options)
{
    private readonly PlanDraft _draft = new(engine, dialect, live, new(OutOfOrder.Allow), isFresh: false);
    private readonly List<string> _obstacles = [];

    // What has come back, and still has its other side.
    private readonly List<(Retreat Retreat, ValueList<Reversal> Reversals)> _twofold = [];

    private bool _isBothSidesLong = true;

    /// <summary>Whether anything stands in the way so far.</summary>
    public bool IsObstructed => _obstacles.Count > 0;

    public Plan ToPlan() => _draft.ToPlan() with { Obstacles = [.. _obstacles] };

    public void Obstruct(IEnumerable<string> obstacles) => _obstacles.AddRange(obstacles);

    public void ObstructIf(bool isObstacle, string obstacle)
    {
        if (isObstacle)
        {
            _obstacles.Add(obstacle);
        }
    }

    /// <summary>Takes migrations back, each with what it has done, the last one first.</summary>
    /// <param name="retreats">The migrations.</param>
    /// <param name="isAlone">Whether nobody else is there, so that one operation goes back after the other.</param>
    public void TakeBack(IReadOnlyList<Retreat> retreats, bool isAlone)
    {
        if (retreats.Count == 0 || (options.KeepsBoth && retreats.All(retreat => retreat.RecordedState == MigrationState.Reopened)))
        {
            return;
        }

        try
        {
            if (isAlone)
            {
                foreach (var retreat in retreats)
                {
                    _draft.AddBack(retreat, retreat.Reversals.SelectMany(reversal => reversal.Parts));
                }

                return;
            }

            foreach (var retreat in retreats)
            {
                BringBack(retreat);
            }

            FillRows();
            if (options.KeepsBoth)
            {
                Pause(retreats);
            }
            else
            {
                TakeAway();
            }
        }
        catch (MigrationPlanException misfit)
        {
            _obstacles.Add(misfit.Message);
        }
    }

    private void BringBack(Retreat retreat)
    {
        _twofold.Add((retreat, []));
        foreach (var reversal in retreat.Reversals)
        {
            if (!FitsBesideTheRest(reversal))
            {
                _isBothSidesLong = false;
                FillRows();
                TakeAway();
                _twofold.Add((retreat, []));
            }

            _draft.AddBack(retreat, Having(Phase.Expand, [reversal]));
            _twofold[^1] = (retreat, [.. _twofold[^1].Reversals, reversal]);
        }
    }

    // Two things of one name cannot be there side by side, what stands on a column cannot go back with it, and what still has work to do on a table finds it by its name.
    private bool FitsBesideTheRest(Reversal reversal)
    {
        var others = _twofold.SelectMany(one => one.Reversals).ToList();
        try
        {
            Foresight.Made(_draft.Catalog, reversal.Evolve(_draft.Catalog, Tombstones.None).Expand);
        }
        catch (CatalogException) when (others.Count > 0)
        {
            return false;
        }
        catch (CatalogException)
        {
            // Nothing is in its way: the plan will say what it is.
        }

        return !reversal.Opening.Expand.OfType<RenameTable>().Any(rename => others.Any(other => other.Tables.Contains(rename.From)));
    }

    private void FillRows()
    {
        foreach (var (retreat, reversals) in _twofold)
        {
            _draft.AddBack(retreat, Having(Phase.Migrate, reversals));
        }
    }

    private void TakeAway()
    {
        foreach (var (retreat, reversals) in _twofold)
        {
            _draft.AddBack(retreat, Having(Phase.Contract, reversals));
        }

        _twofold.Clear();
    }

    private void Pause(IReadOnlyList<Retreat> retreats)
    {
        ObstructIf(!_isBothSidesLong, "The old and the new version cannot both work on this database, because a name means different things to them. Roll back without KeepsBoth, or in smaller pieces.");
        foreach (var retreat in retreats)
        {
            _draft.Pause(retreat);
        }
    }

    private static IEnumerable<Part> Having(Phase phase, IEnumerable<Reversal> reversals) =>
        reversals.SelectMany(reversal => reversal.Parts).Where(part => part.Phase == phase);
}
