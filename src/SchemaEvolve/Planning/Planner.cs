using SchemaEvolve.Catalogs;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Planning;

/// <summary>Turns migrations into the steps that are still to be done. It is a pure function, and the heart of the library.</summary>
public static class Planner
{
    /// <summary>The plan that leads from the catalog through all that the migrations still ask for.</summary>
    /// <param name="migrations">The migrations of the application, in order.</param>
    /// <param name="history">What the journal knows.</param>
    /// <param name="before">The catalog as it is.</param>
    /// <param name="engine">The name of the database, as <see cref="Sql.For"/> takes it.</param>
    /// <param name="dialect">The SQL of the database.</param>
    /// <param name="policy">What the plan may do.</param>
    /// <exception cref="MigrationHistoryException">The migrations contradict the history.</exception>
    /// <exception cref="MigrationPlanException">A migration does not fit the schema, or the database cannot do what it asks for.</exception>
    public static Plan Plan(
        IReadOnlyList<RecordedMigration> migrations,
        History history,
        Catalog before,
        string engine,
        IDialect dialect,
        PlanPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(migrations);
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(policy);

        HistoryRules.Check(migrations, history, policy.OutOfOrder);

        return Attempt(migrations, history, before, engine, dialect, policy);
    }

    /// <summary>What stands in the way of migrations that are due, whatever else there is to do or wrong.</summary>
    internal static ValueList<Obstacle> Obstacles(
        IReadOnlyList<RecordedMigration> migrations,
        History history,
        Catalog before,
        string engine,
        IDialect dialect,
        PlanPolicy policy)
    {
        if (history.IsBirth)
        {
            return [];
        }

        RecordedMigration[] expanded = [.. migrations.Where(migration => history.Find(migration.Id) is { State: >= MigrationState.Expanded })];

        return Attempt(expanded, history, before, engine, dialect, policy with { OnlyExpands = true }).Held;
    }

    // What is in the way of one migration is found on the way, and does not concern those who only want to start.
    private static Plan Attempt(
        IReadOnlyList<RecordedMigration> migrations,
        History history,
        Catalog before,
        string engine,
        IDialect dialect,
        PlanPolicy policy)
    {
        try
        {
            return Draft(migrations, history, before, engine, dialect, policy);
        }
        catch (MigrationPlanException misfit) when (policy.CanHold(misfit.Migration))
        {
            var plan = Attempt(migrations, history, before, engine, dialect, policy.Holding(misfit.Migration));

            return plan with { Held = [new(misfit.Migration, misfit.Message), .. plan.Held] };
        }
    }

    private static Plan Draft(
        IReadOnlyList<RecordedMigration> migrations,
        History history,
        Catalog before,
        string engine,
        IDialect dialect,
        PlanPolicy policy)
    {
        // Nobody runs on an empty database yet, so nothing needs to be kept for anybody.
        var isFresh = history.IsBirth || (history.Migrations.Count == 0 && before.IsEmpty);
        var draft = new PlanDraft(engine, dialect, before, policy, isFresh);
        var lives = migrations.Select(migration => new Life(migration, history.Find(migration.Id))).Where(life => !life.IsOver).ToList();
        if (isFresh || policy.IsAlone)
        {
            foreach (var life in lives)
            {
                draft.AddAll(life);
            }
        }
        else
        {
            AddStaged(draft, lives, before, policy);
        }

        var plan = draft.ToPlan();
        if (!isFresh)
        {
            Bound.Check(plan);
        }

        return plan;
    }

    // All expansions first, so that the new version can start; then the rows.
    // An expand step that looks at rows which an earlier migration is still to fill has to wait for them.
    private static void AddStaged(PlanDraft draft, List<Life> lives, Catalog before, PlanPolicy policy)
    {
        var waiting = new Queue<Life>();
        var newcomers = lives.Where(life => life.Pending(Phase.Expand).Any()).ToHashSet();
        foreach (var life in lives)
        {
            if (life.Pending(Phase.Expand).Any(operation => RowWork.IsNeededBy(operation, waiting.SelectMany(earlier => earlier.Pending(Phase.Migrate)))))
            {
                AddRows();
            }

            draft.Add(life, Phase.Expand);
            if (policy.OnlyExpands || !life.Pending(Phase.Migrate).Any())
            {
                draft.Record(life);
            }

            waiting.Enqueue(life);
        }

        if (!policy.OnlyExpands)
        {
            AddRows();
        }

        if (!draft.IsGuess)
        {
            Prospect.Check(lives, newcomers, before, draft.Catalog, policy);
        }

        for (var place = 0; place < lives.Count; place++)
        {
            if (policy.Due.Contains(lives[place].Migration.Id) && !lives.Take(place).Any(earlier => Precedence.Holds(earlier.Pending(Phase.Contract), lives[place].Pending(Phase.Contract), draft.Catalog)))
            {
                draft.Add(lives[place], Phase.Contract);
            }

            if (policy.Outlived.Contains(lives[place].Migration.Id))
            {
                draft.Add(lives[place], Phase.Purge);
            }

            draft.Leave(lives[place]);
        }

        void AddRows()
        {
            while (waiting.TryDequeue(out var life))
            {
                draft.Add(life, Phase.Migrate);
            }
        }
    }
}
