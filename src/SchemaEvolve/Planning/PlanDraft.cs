using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Planning;

/// <summary>A plan in the making: the steps so far, and the catalog that they lead to.</summary>
internal sealed class PlanDraft(string engine, IDialect dialect, Catalog before, PlanPolicy policy, bool isFresh)
{
    private readonly List<Step> _steps = [];
    private readonly List<string> _leftToContract = [];
    private readonly HashSet<Life> _lives = [];
    private readonly Newborn _newborn = new();
    private Catalog _catalog = before;
    private bool _isGuess;
    private string? _stop;

    /// <summary>The catalog that the steps so far lead to.</summary>
    public Catalog Catalog => _catalog;

    /// <summary>Whether nobody but the database knows the catalog, because of raw SQL or C# before.</summary>
    public bool IsGuess => _isGuess;

    public Plan ToPlan() => new(engine, [.. _steps], _catalog)
    {
        IsFresh = isFresh,
        StopsBecause = _stop,
        LeftToContract = [.. _leftToContract],
    };

    /// <summary>Notes what a migration has still to take away, for those who ask.</summary>
    public void Leave(Life life) => _leftToContract.AddRange(life.Left
        .Where(left => left.Phase == Phase.Contract)
        .Select(left => $"{life.Migration.Label}: {left.Description}"));

    /// <summary>Adds all that a migration has still to do in a phase.</summary>
    public void Add(Life life, Phase phase)
    {
        var run = Begin(life);
        if (phase == Phase.Contract)
        {
            LookFirst(run, life);
        }

        foreach (var number in life.Numbers(phase).ToArray())
        {
            if (phase == Phase.Expand && RowWork.IsNeededBy(life.Migration.Operations[number], life.FillingBefore(number).Select(fill => life.Migration.Operations[fill])))
            {
                // What looks at rows sees them as those see them who read the migration from top to bottom.
                Flush(run);
                foreach (var fill in life.FillingBefore(number).ToArray())
                {
                    AddPart(run, new(Phase.Migrate, fill));
                }

                Flush(run);
            }

            run.IsAtOnce = phase == Phase.Expand && _newborn.Has(life.Migration.Operations[number], run.After ?? _catalog);
            AddPart(run, new(phase, number));
        }

        End(run, life, phase == Phase.Expand);
    }

    /// <summary>Adds all that a migration has still to do, in the order in which its author wrote it: where nobody else is there, phases part nothing.</summary>
    public void AddAll(Life life)
    {
        var run = Begin(life);
        for (var number = 0; number < life.Migration.Operations.Count; number++)
        {
            run.IsAlone = life.Has(new(Phase.Expand, number));
            foreach (var phase in Enum.GetValues<Phase>())
            {
                if (life.Has(new(phase, number)))
                {
                    AddPart(run, new(phase, number));
                }
            }
        }

        End(run, life, isExpanded: true);
        Record(life);
    }

    /// <summary>Adds what takes operations of a migration back in a phase.</summary>
    public void AddBack(Retreat retreat, Phase phase, IEnumerable<int> numbers)
    {
        var run = new Run(retreat);
        foreach (var number in numbers)
        {
            AddPart(run, new(phase, number));
        }

        Flush(run);
        if (_stop is null && (run.PutOff.Count > 0 || (retreat.State == MigrationState.Pending && retreat.RecordedState != MigrationState.Pending)))
        {
            AddStep(run, phase, [], [], [], []);
        }
    }

    /// <summary>Notes that both versions work, and that the rest of a rollback waits until it is asked for.</summary>
    public void Pause(Retreat retreat)
    {
        if (_stop is null)
        {
            AddStep(new(retreat), Phase.Migrate, [], [], [], []);
            _steps[^1] = _steps[^1] with { Reaches = MigrationState.Reopened };
        }
    }

    /// <summary>Lets the journal know how far a migration has come, if no step tells it.</summary>
    public void Record(Life life)
    {
        if (life.RecordedState < life.State && _stop is null)
        {
            AddStep(new(life), Phase.Expand, [], [], [], []);
        }
    }

    private Run Begin(Life life)
    {
        _lives.Add(life);
        return new(life);
    }

    private void End(Run run, Life life, bool isExpanded)
    {
        Flush(run);
        if (_stop is not null)
        {
            return;
        }

        if (isExpanded)
        {
            life.PassExpansion();
        }

        // Only now is it known what follows the last step, and what does not.
        if (run.HasSteps)
        {
            _steps[^1] = _steps[^1] with { Reaches = run.Course.State, Leaves = life.Left };
            run.Course.RecordedState = run.Course.State;
        }
    }

    // A row that stops the last operation has to be found before the first one takes anything away.
    private void LookFirst(Run run, Life life)
    {
        var expected = _catalog;
        try
        {
            foreach (var number in life.Numbers(Phase.Contract))
            {
                var part = new Part(Phase.Contract, number);
                var changes = Evolve(run, part.Phase, run.Course.At(number), expected)[part.Phase];
                if (changes.Any(change => change.IsOpaque))
                {
                    break;
                }

                run.Todos.AddRange(changes.TakeWhile(IsLook).Select(look => new Todo(look, [part]) { IsLook = true }));
                foreach (var change in changes.Where(change => !change.IsMadeIn(expected)))
                {
                    expected = change.Apply(expected);
                }

                run.Looked.Add(part);
            }
        }
        catch (CatalogException)
        {
            // It is explained when its turn comes.
        }

        Flush(run);
    }

    private static bool IsLook(Change change) => change is VerifyBackfill or CheckRows;

    private void AddPart(Run run, Part part)
    {
        if (_stop is not null)
        {
            return;
        }

        var operation = run.Course.At(part.Number);
        try
        {
            Evolve(run, part, operation);
        }
        catch (CatalogException misfit) when (_isGuess)
        {
            // After raw SQL or C#, the catalog is a guess: what does not fit it may well fit what is really there by then.
            Flush(run);
            Stop(run, $"{operation.Description}, and all that follows, is planned once the SQL or C# above has run. {misfit.Message}");
        }
        catch (CatalogException misfit)
        {
            throw new MigrationPlanException(run.Course.Migration, operation, part.Phase == Phase.Expand ? Explain(misfit, operation) : misfit.Message);
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

    private static bool IsAbout(Operation later, Operation operation) =>
        later.Tables.Intersect(operation.Tables).Any()
        || (later is RenameTable rename && operation.Tables.Contains(rename.From.Sibling(rename.To)));

    private void Evolve(Run run, Part part, Operation operation)
    {
        var expected = run.After ?? _catalog;
        if (operation is RenameTable { From: var table } && part.Phase == Phase.Expand && !run.IsAlone && !run.IsAtOnce && _lives.Any(life => life.Pending(Phase.Contract).Any(later => later.Tables.Contains(table))))
        {
            throw new CatalogException($"Table {table} cannot be renamed yet: what is to be taken from it goes by its name. Rename it above that, and write the rest by the new name.");
        }

        var evolution = Evolve(run, part.Phase, operation, expected);
        if (part.Phase == Phase.Expand)
        {
            run.Course.Foresee(part.Number, evolution);
        }

        var changes = run.Looked.Contains(part) ? [.. evolution[part.Phase].SkipWhile(IsLook)] : evolution[part.Phase];
        if (changes.Any(change => change.IsOpaque))
        {
            Flush(run);
            foreach (var (place, change) in changes.Index())
            {
                AddOpaque(run, part, change, isLast: place == changes.Count - 1);
            }

            return;
        }

        var wasCutOff = run.Course.WasCutOff(part);
        var missing = 0;

        // From where old and new are no longer kept in step to where one of them is gone, nobody may write.
        var parted = new HashSet<QualifiedName>();

        // Several changes may have become several steps, some of which are done.
        var isMakingSure = wasCutOff || (changes.Count > 1 && (part.Phase is not Phase.Expand || operation is Unsafe));
        foreach (var change in changes.Where(change => !(isMakingSure && change.IsMadeIn(expected))))
        {
            expected = change.Apply(expected);
            _newborn.Follow(change);
            run.Todos.Add(new(change, [part]) { IsJoined = change.Tables.Any(parted.Contains) });
            parted.UnionWith(change is DropDualWrite or DropMirror && part.Phase == Phase.Contract ? change.Tables : []);
            missing++;
        }

        run.After = expected;
        if (missing == 0 && run.Course.PutsOffNotes)
        {
            run.PutOff.Add(part);
        }
        else if (missing == 0 && (changes.Count > 0 || part.Phase != Phase.Expand))
        {
            // Made before the journal could say so, or no longer needed: only the entry is missing.
            Flush(run);
            AddStep(run, part.Phase, [], [part], [], []);
        }
    }

    private Evolution Evolve(Run run, Phase phase, Operation operation, Catalog before)
    {
        try
        {
            return run switch
            {
                { IsAtOnce: true } => operation.EvolveAlone(before).AtOnce(),
                { IsAlone: true } => operation.EvolveAlone(before),
                _ => operation.Evolve(before, policy.TombstonesOf(run.Course.Migration)),
            };
        }
        catch (CatalogException) when (phase == Phase.Purge)
        {
            // The table has another name by now, or is gone with all that it kept.
            return Evolution.In(Phase.Purge, [.. new Tombstones(run.Course.Migration.Id).In(before)]);
        }
    }

    private void AddOpaque(Run run, Part part, Change change, bool isLast)
    {
        if (_stop is not null)
        {
            return;
        }

        if (change is RunCode code)
        {
            run.Course.Finish(part);
            Add(run, new CodeStep(run.Course.Migration, [.. run.Course.Entries(part)], code)
            {
                Reaches = run.Course.State,
                Leaves = run.Course.LeftWith([]),
                IsBirth = isFresh,
            });
        }
        else
        {
            if (change is RunSql sql)
            {
                TransactionControl.Refuse(sql, engine);
            }

            var compilation = dialect.Compile([change], _catalog, isFresh);
            AddStep(run, part.Phase, [change], isLast ? [part] : [], compilation.Statements, isLast ? [] : [part]);
            _catalog = compilation.After;
        }

        _isGuess = true;
    }

    private void Flush(Run run)
    {
        var todos = Folding.Fold(run.Todos, _catalog);
        run.Todos = [];
        run.After = null;
        for (var done = 0; done < todos.Count && _stop is null;)
        {
            var compilation = CompileWhole(run, todos, done);
            if (compilation.Count == 0)
            {
                Stop(run, $"{todos[done].Change.Description}, and all that follows, is planned once what stands above has run.");
                return;
            }

            var next = done + compilation.Count;
            Todo[] taken = [.. todos.Take(next).Skip(done)];
            var open = todos.Skip(next).SelectMany(todo => todo.Parts).ToHashSet();
            var touched = taken.Where(todo => !todo.IsLook).SelectMany(todo => todo.Parts).Distinct().ToLookup(open.Contains);
            AddStep(
                run,
                taken.SelectMany(todo => todo.Parts).Max(part => part.Phase),
                [.. taken.Select(todo => todo.Change)],
                [.. touched[false]],
                compilation.Statements,
                [.. touched[true]],
                compilation.Batches is { } batches ? (batches, taken[0].Parts[0]) : null);
            _catalog = compilation.After;
            done = next;
        }
    }

    // What belongs together is left for the next step rather than be parted by the end of this one.
    private Compilation CompileWhole(Run run, IReadOnlyList<Todo> todos, int done)
    {
        var compilation = Compile(run, todos, done, todos.Count);
        var end = done + compilation.Count;
        if (compilation.Count == 0 || end == todos.Count || !todos[end].IsJoined)
        {
            return compilation;
        }

        var parted = todos[end].Change;
        while (todos[end].IsJoined)
        {
            end--;
        }

        return end > done
            ? Compile(run, todos, done, end)
            : throw new MigrationPlanException(
                run.Course.Migration,
                run.Course.At(todos[done].Parts[0].Number),
                $"{engine} cannot do “{parted.Description}” in one transaction with “{todos[done].Change.Description}”, so the running application would write to half of it. Do it in Unsafe(…) while nobody writes.");
    }

    private Compilation Compile(Run run, IReadOnlyList<Todo> todos, int done, int end)
    {
        try
        {
            return dialect.Compile([.. todos.Take(end).Skip(done).Select(todo => todo.Change)], _catalog, isFresh);
        }
        catch (CatalogException) when (_isGuess)
        {
            return new(0, [], _catalog);
        }
        catch (CatalogException misfit)
        {
            throw new MigrationPlanException(run.Course.Migration, run.Course.At(todos[done].Parts[0].Number), misfit.Message);
        }
    }

    private void AddStep(
        Run run,
        Phase phase,
        ValueList<Change> changes,
        ValueList<Part> completed,
        ValueList<Statement> statements,
        ValueList<Part> begun,
        (Batches Batches, Part Part)? filling = null)
    {
        ValueList<Part> noted = [.. completed.Concat(run.PutOff)];
        run.PutOff = [];
        foreach (var part in noted)
        {
            run.Course.Finish(part);
        }

        ValueList<StepEntry> completes = [.. noted.SelectMany(run.Course.Entries).Distinct()];
        var (reaches, leaves) = (run.Course.State, run.Course.LeftWith(begun));
        Add(run, filling is { } fill
            ? new BackfillStep(run.Course.Migration, phase, changes, completes, run.Course.Entry(fill.Part, StepState.Running), fill.Batches) { Reaches = reaches, Leaves = leaves, IsBirth = isFresh }
            : new StatementStep(run.Course.Migration, phase, changes, completes, statements) { Reaches = reaches, Leaves = leaves, IsBirth = isFresh });
    }

    private void Add(Run run, Step step)
    {
        _steps.Add(step);
        run.HasSteps = true;
        run.Course.RecordedState = step.Reaches;
    }

    private void Stop(Run run, string reason) => _stop = $"{run.Course.Migration.Label}: {reason}";

    // The changes of one migration that are still to be compiled together.
    private sealed class Run(Course course)
    {
        public Course Course => course;

        public List<Todo> Todos { get; set; } = [];

        /// <summary>The parts that have nothing to do, and are still to be noted.</summary>
        public List<Part> PutOff { get; set; } = [];

        /// <summary>The parts whose rows are looked at before all of them.</summary>
        public HashSet<Part> Looked { get; } = [];

        /// <summary>Whether the operation at hand has nobody to consider, and none of its phases is behind it.</summary>
        public bool IsAlone { get; set; }

        /// <summary>Whether the operation at hand has nobody to consider, and leaves nothing for later.</summary>
        public bool IsAtOnce { get; set; }

        /// <summary>The catalog after them, or <see langword="null"/> while there are none.</summary>
        public Catalog? After { get; set; }

        /// <summary>Whether there are steps of them in the plan already.</summary>
        public bool HasSteps { get; set; }
    }
}
