using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Planning;

/// <summary>A plan in the making: the steps so far, and the catalog that they lead to.</summary>
internal sealed class PlanDraft(string engine, IDialect dialect, Catalog before, bool isFresh)
{
    private readonly List<Step> _steps = [];
    private readonly List<string> _leftToContract = [];
    private readonly HashSet<Life> _lives = [];
    private Catalog _catalog = before;
    private bool _isGuess;
    private string? _stop;

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
        _lives.Add(life);
        var run = new Run(life, phase);
        foreach (var number in life.Numbers(phase).ToArray())
        {
            if (_stop is not null)
            {
                return;
            }

            if (phase == Phase.Expand && RowWork.IsNeededBy(life.Migration.Operations[number], life.FillingBefore(number).Select(fill => life.Migration.Operations[fill])))
            {
                Flush(run, isLast: false);
                AddRows(life, number);
            }

            AddOperation(run, number);
        }

        Flush(run, isLast: true);
        if (phase == Phase.Expand && _stop is null)
        {
            life.PassExpansion();
        }
    }

    /// <summary>Lets the journal know of a migration that had nothing to do, if no step has told it.</summary>
    public void Record(Life life)
    {
        if (!life.IsRecorded && _stop is null)
        {
            AddStep(new(life, Phase.Expand), [], [], [], isLast: true);
        }
    }

    // What the author wrote before this place, and in which the operation at this place is interested.
    private void AddRows(Life life, int before)
    {
        var run = new Run(life, Phase.Migrate);
        foreach (var number in life.FillingBefore(before).ToArray())
        {
            AddOperation(run, number);
        }

        Flush(run, isLast: false);
    }

    private void AddOperation(Run run, int number)
    {
        var operation = run.Life.Migration.Operations[number];
        try
        {
            Evolve(run, number, operation);
        }
        catch (CatalogException misfit) when (_isGuess)
        {
            // After raw SQL or C#, the catalog is a guess: what does not fit it may well fit what is really there by then.
            Stop(run, $"{operation.Description}, and all that follows, is planned once the SQL or C# above has run. {misfit.Message}");
        }
        catch (CatalogException misfit)
        {
            throw new MigrationPlanException(run.Life.Migration, operation, Explain(misfit, operation));
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

    private void Evolve(Run run, int number, Operation operation)
    {
        var expected = run.After ?? _catalog;
        var evolution = operation.Evolve(expected);
        if (run.Phase == Phase.Expand)
        {
            run.Life.Foresee(number, evolution);
        }

        var changes = evolution[run.Phase];
        if (changes.Any(change => change.IsOpaque))
        {
            Flush(run, isLast: false);
            foreach (var change in changes)
            {
                AddOpaque(run, number, change);
            }

            return;
        }

        var wasCutOff = run.Life.WasCutOff(run.Phase, number);
        var missing = 0;
        foreach (var change in changes.Where(change => !(wasCutOff && change.IsMadeIn(expected))))
        {
            expected = change.Apply(expected);
            run.Todos.Add(new(change, [number]));
            missing++;
        }

        run.After = expected;
        if (missing == 0 && (changes.Count > 0 || run.Phase != Phase.Expand))
        {
            // Made before the journal could say so, or no longer needed: only the entry is missing.
            Flush(run, isLast: false);
            run.Life.Finish(run.Phase, number);
            AddStep(run, [], [number], [], !run.Life.HasMore(run.Phase, number));
        }
    }

    private void AddOpaque(Run run, int number, Change change)
    {
        if (_stop is not null)
        {
            return;
        }

        run.Life.Finish(run.Phase, number);
        var isLast = !run.Life.HasMore(run.Phase, number);
        if (change is RunCode code)
        {
            _steps.Add(new CodeStep(run.Life.Migration, Entries(run, [number]), code)
            {
                Reaches = run.Life.Reach(run.Phase, isLast),
                Leaves = [.. run.Life.Left],
                IsBirth = isFresh,
            });
        }
        else
        {
            AddStep(run, [change], [number], dialect.Compile([change], _catalog).Statements, isLast);
        }

        _isGuess = true;
    }

    private void Flush(Run run, bool isLast)
    {
        var todos = Folding.Fold(run.Todos, _catalog);
        run.Todos = [];
        run.After = null;
        for (var done = 0; done < todos.Count && _stop is null;)
        {
            var compilation = Compile(run, todos, done);
            if (compilation.Count == 0)
            {
                Stop(run, $"{todos[done].Change.Description}, and all that follows, is planned once what stands above has run.");
                return;
            }

            var next = done + compilation.Count;
            var open = todos.Skip(next).SelectMany(todo => todo.Operations).ToHashSet();
            int[] completed = [.. todos.Take(next).Skip(done).SelectMany(todo => todo.Operations).Distinct().Where(number => !open.Contains(number))];
            foreach (var number in completed)
            {
                run.Life.Finish(run.Phase, number);
            }

            AddStep(
                run,
                [.. todos.Take(next).Skip(done).Select(todo => todo.Change)],
                completed,
                compilation.Statements,
                isLast && next == todos.Count);
            _catalog = compilation.After;
            done = next;
        }
    }

    private Compilation Compile(Run run, IReadOnlyList<Todo> todos, int done)
    {
        try
        {
            return dialect.Compile([.. todos.Skip(done).Select(todo => todo.Change)], _catalog);
        }
        catch (CatalogException) when (_isGuess)
        {
            return new(0, [], _catalog);
        }
        catch (CatalogException misfit)
        {
            throw new MigrationPlanException(run.Life.Migration, run.Life.Migration.Operations[todos[done].Operations[0]], misfit.Message);
        }
    }

    private void AddStep(Run run, ValueList<Change> changes, IEnumerable<int> completed, ValueList<Statement> statements, bool isLast) =>
        _steps.Add(new StatementStep(run.Life.Migration, run.Phase, changes, Entries(run, completed), statements)
        {
            Reaches = run.Life.Reach(run.Phase, isLast),
            Leaves = [.. run.Life.Left],
            IsBirth = isFresh,
        });

    private void Stop(Run run, string reason) => _stop = $"{run.Life.Migration.Label}: {reason}";

    private static ValueList<StepEntry> Entries(Run run, IEnumerable<int> numbers) =>
        [.. numbers.Select(number => run.Life.Entry(run.Phase, number, StepState.Done))];

    // The changes of one migration in one phase that are still to be compiled together.
    private sealed class Run(Life life, Phase phase)
    {
        public Life Life => life;

        public Phase Phase => phase;

        public List<Todo> Todos { get; set; } = [];

        /// <summary>The catalog after them, or <see langword="null"/> while there are none.</summary>
        public Catalog? After { get; set; }
    }
}
