using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Planning;

/// <summary>A plan in the making: what each migration has still to do, in the order in which it can be done.</summary>
internal sealed class PlanDraft(string engine, IDialect dialect, Catalog before, PlanPolicy policy, bool isFresh)
{
    private readonly PlannedSteps _steps = new(engine, dialect, before, isFresh);
    private readonly List<string> _leftToContract = [];
    private readonly HashSet<Life> _lives = [];
    private readonly Newborn _newborn = new();

    /// <summary>The catalog that the steps so far lead to.</summary>
    public Catalog Catalog => _steps.Catalog;

    /// <summary>Whether nobody but the database knows the catalog, because of raw SQL or C# before.</summary>
    public bool IsGuess => _steps.IsGuess;

    public Plan ToPlan() => new(engine, [.. _steps.All], _steps.Catalog)
    {
        IsFresh = isFresh,
        StopsBecause = _steps.StopsBecause,
        LeftToContract = [.. _leftToContract],
    };

    /// <summary>Notes what a migration has still to take away, for those who ask.</summary>
    public void Leave(Life life) => _leftToContract.AddRange(life.Left
        .Where(left => left.Phase == Phase.Contract)
        .Select(left => $"{life.Migration.Label}: {left.Description}"));

    /// <summary>Adds all that a migration has still to do in a phase.</summary>
    public void Add(Life life, Phase phase)
    {
        var stretch = Begin(life);
        if (phase == Phase.Contract)
        {
            LookFirst(stretch, life);
        }

        foreach (var number in life.Numbers(phase).ToArray())
        {
            if (phase == Phase.Expand && RowWork.IsNeededBy(life.Migration.Operations[number], life.FillingBefore(number).Select(fill => life.Migration.Operations[fill])))
            {
                // What looks at rows sees them as those see them who read the migration from top to bottom.
                _steps.Compile(stretch);
                foreach (var fill in life.FillingBefore(number).ToArray())
                {
                    AddPart(stretch, new(Phase.Migrate, fill));
                }

                _steps.Compile(stretch);
            }

            stretch.IsAtOnce = phase == Phase.Expand && _newborn.Has(life.Migration.Operations[number], stretch.After ?? _steps.Catalog);
            AddPart(stretch, new(phase, number));
        }

        End(stretch, life, phase == Phase.Expand);
    }

    /// <summary>Adds all that a migration has still to do, in the order in which its author wrote it: where nobody else is there, phases part nothing.</summary>
    public void AddAll(Life life)
    {
        var stretch = Begin(life);
        for (var number = 0; number < life.Migration.Operations.Count; number++)
        {
            stretch.IsAlone = life.Has(new(Phase.Expand, number));
            foreach (var phase in Enum.GetValues<Phase>())
            {
                if (life.Has(new(phase, number)))
                {
                    AddPart(stretch, new(phase, number));
                }
            }
        }

        End(stretch, life, isExpanded: true);
        Record(life);
    }

    /// <summary>Adds parts of what takes a migration back.</summary>
    public void AddBack(Retreat retreat, IEnumerable<Part> parts)
    {
        var stretch = new Stretch(retreat);
        foreach (var part in parts)
        {
            AddPart(stretch, part);
        }

        _steps.Compile(stretch);
        if (!_steps.IsStopped && (stretch.PutOff.Count > 0 || (retreat.State == MigrationState.Pending && retreat.RecordedState != MigrationState.Pending)))
        {
            _steps.Note(stretch, stretch.PutOff.Select(part => part.Phase).DefaultIfEmpty(Phase.Contract).Max(), []);
        }
    }

    /// <summary>Notes that both versions work, and that the rest of a rollback waits until it is asked for.</summary>
    public void Pause(Retreat retreat)
    {
        if (!_steps.IsStopped)
        {
            _steps.Note(new(retreat), Phase.Migrate, []);
            _steps.Amend(last => last with { Reaches = MigrationState.Reopened });
        }
    }

    /// <summary>Lets the journal know how far a migration has come, if no step tells it.</summary>
    public void Record(Life life)
    {
        if (life.RecordedState < life.State && !_steps.IsStopped)
        {
            _steps.Note(new(life), Phase.Expand, []);
        }
    }

    private Stretch Begin(Life life)
    {
        _lives.Add(life);
        return new(life);
    }

    private void End(Stretch stretch, Life life, bool isExpanded)
    {
        _steps.Compile(stretch);
        if (_steps.IsStopped)
        {
            return;
        }

        if (isExpanded)
        {
            life.PassExpansion();
        }

        // Only now is it known what follows the last step, and what does not.
        if (stretch.HasSteps)
        {
            _steps.Amend(last => last with { Reaches = life.State, Leaves = life.Left });
            life.RecordedState = life.State;
        }
    }

    // A row that stops the last operation has to be found before the first one takes anything away.
    private void LookFirst(Stretch stretch, Life life)
    {
        var expected = _steps.Catalog;
        try
        {
            foreach (var number in life.Numbers(Phase.Contract))
            {
                var part = new Part(Phase.Contract, number);
                var changes = Evolve(stretch, part.Phase, stretch.Course.At(number), expected)[part.Phase];
                if (changes.Any(change => change.IsOpaque))
                {
                    break;
                }

                stretch.Todos.AddRange(changes.TakeWhile(IsLook).Select(look => new Todo(look, [part]) { IsLook = true }));
                foreach (var change in changes.Where(change => !change.IsMadeIn(expected)))
                {
                    expected = change.Apply(expected);
                }

                stretch.Looked.Add(part);
            }
        }
        catch (CatalogException)
        {
            // It is explained when its turn comes.
        }

        _steps.Compile(stretch);
    }

    private static bool IsLook(Change change) => change is VerifyBackfill or CheckRows;

    private void AddPart(Stretch stretch, Part part)
    {
        if (_steps.IsStopped)
        {
            return;
        }

        var operation = stretch.Course.At(part.Number);
        try
        {
            Evolve(stretch, part, operation);
        }
        catch (CatalogException misfit) when (_steps.IsGuess)
        {
            // After raw SQL or C#, the catalog is a guess: what does not fit it may well fit what is really there by then.
            _steps.Compile(stretch);
            _steps.Stop(stretch, $"{operation.Description}, and all that follows, is planned once the SQL or C# above has run. {misfit.Message}");
        }
        catch (CatalogException misfit)
        {
            throw new MigrationPlanException(stretch.Course.Migration, operation, part.Phase == Phase.Expand ? Explain(misfit, operation) : misfit.Message);
        }
    }

    // Whoever reads a migration from top to bottom takes what is left for the contraction for done.
    private string Explain(CatalogException misfit, Operation operation)
    {
        var left = _lives
            .SelectMany(life => life.Pending(Phase.Contract).Where(later => IsAbout(later, operation)).Select(later => $"{life.Migration.Label}: {later.Description}"))
            .ToList();

        return left.Count == 0
            ? misfit.Message
            : $"{misfit.Message} By then this is still to be contracted: {string.Join("; ", left)}. What builds on that belongs in a migration that runs afterwards, or next to it in Unsafe(…).";
    }

    private bool IsAbout(Operation later, Operation operation) =>
        later.TablesIn(Catalog).Intersect(operation.TablesIn(Catalog)).Any()
        || (later is RenameTable rename && operation.Tables.Contains(rename.From.Sibling(rename.To)));

    private void Evolve(Stretch stretch, Part part, Operation operation)
    {
        var expected = stretch.After ?? _steps.Catalog;

        // If it was cut off before, what it has to contract itself is known already.
        if (operation is RenameTable { From: var table } && part.Phase == Phase.Expand && !stretch.IsAlone && !stretch.IsAtOnce
            && _lives.Any(life => life.Pending(Phase.Contract).Any(later => later != operation && later.Tables.Contains(table))))
        {
            throw new CatalogException($"Table {table} cannot be renamed yet: what is to be taken from it goes by its name. Rename it above that, and write the rest by the new name.");
        }

        if (part.Phase == Phase.Expand && !stretch.IsAlone)
        {
            Overlap.Refuse(operation, expected, _lives.SelectMany(life => life.Pending(Phase.Contract)));
        }

        var evolution = Evolve(stretch, part.Phase, operation, expected);
        if (part.Phase == Phase.Expand)
        {
            stretch.Course.Foresee(part.Number, evolution);
        }

        var changes = stretch.Looked.Contains(part) ? [.. evolution[part.Phase].SkipWhile(IsLook)] : evolution[part.Phase];
        if (changes.Any(change => change.IsOpaque))
        {
            _steps.Compile(stretch);
            foreach (var (place, change) in changes.Index())
            {
                _steps.AddOpaque(stretch, part, change, isLast: place == changes.Count - 1);
            }

            return;
        }

        var wasCutOff = stretch.Course.WasCutOff(part);
        var missing = 0;

        // From where old and new are no longer kept in step to where one of them is gone, nobody may write.
        var parted = new HashSet<QualifiedName>();

        // Several changes may have become several steps, some of which are done.
        var isMakingSure = wasCutOff || (changes.Count > 1 && (part.Phase is not Phase.Expand || operation is Unsafe));
        foreach (var change in changes.Where(change => !(isMakingSure && change.IsMadeIn(expected))))
        {
            expected = change.Apply(expected);
            _newborn.Follow(change);
            stretch.Todos.Add(new(change, [part]) { IsJoined = change.Tables.Any(parted.Contains) });
            parted.UnionWith(change is DropDualWrite or DropMirror && part.Phase == Phase.Contract ? change.Tables : []);
            missing++;
        }

        stretch.After = expected;
        if (missing == 0 && stretch.Course.PutsOffNotes)
        {
            stretch.PutOff.Add(part);
        }
        else if (missing == 0 && (changes.Count > 0 || part.Phase != Phase.Expand))
        {
            // Made before the journal could say so, or no longer needed: only the entry is missing.
            _steps.Compile(stretch);
            _steps.Note(stretch, part.Phase, [part]);
        }
    }

    private Evolution Evolve(Stretch stretch, Phase phase, Operation operation, Catalog before)
    {
        try
        {
            return stretch switch
            {
                { IsAtOnce: true } => operation.EvolveAlone(before).AtOnce(),
                { IsAlone: true } => operation.EvolveAlone(before),
                _ => operation.Evolve(before, policy.TombstonesOf(stretch.Course.Migration)),
            };
        }
        catch (CatalogException) when (phase == Phase.Purge)
        {
            // The table has another name by now, or is gone with all that it kept.
            return Evolution.In(Phase.Purge, [.. new Tombstones(stretch.Course.Migration.Id).In(before)]);
        }
    }
}
