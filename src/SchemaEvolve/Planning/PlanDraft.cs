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
    private Catalog _catalog = before;
    private bool _isGuess;
    private string? _stop;

    public Plan ToPlan() => new(engine, [.. _steps], _catalog)
    {
        IsFresh = isFresh,
        StopsBecause = _stop,
        LeftToContract = [.. _leftToContract],
    };

    /// <summary>What a migration has still to take away, for those who ask.</summary>
    public void Leave(Life life) =>
        _leftToContract.AddRange(life.Left.Where(left => left.Phase == Phase.Contract).Select(left => $"{life.Migration.Label}: {left.Description}"));

    /// <summary>Adds all that a migration has still to do in a phase.</summary>
    public void Add(Life life, Phase phase)
    {
        if (_stop is not null)
        {
            return;
        }

        var run = new List<Todo>();
        var after = _catalog;
        int[] numbers = [.. life.Numbers(phase)];
        foreach (var number in numbers)
        {
            var operation = life.Migration.Operations[number];
            if (!Try(life, operation, () => Evolve(life, phase, number, operation, run, ref after)))
            {
                return;
            }
        }

        Flush(life, phase, run, isLast: true);
        if (phase == Phase.Expand && !life.IsExpanded && _stop is null)
        {
            // Nothing to expand, yet the journal is to know that the migration has come this far.
            AddStep(life, phase, [], [], [], isLast: true);
        }
    }

    private void Evolve(Life life, Phase phase, int number, Operation operation, List<Todo> run, ref Catalog after)
    {
        var evolution = operation.Evolve(after);
        if (phase == Phase.Expand)
        {
            life.Foresee(number, evolution);
        }

        var changes = evolution[phase];
        if (changes.Any(change => change.IsOpaque))
        {
            Flush(life, phase, run, isLast: false);
            foreach (var change in changes)
            {
                AddOpaque(life, phase, number, change);
            }

            after = _catalog;
            return;
        }

        var known = run.Count;
        foreach (var change in changes)
        {
            if (!(life.WasCutOff(phase, number) && change.IsMadeIn(after)))
            {
                after = change.Apply(after);
                run.Add(new(change, [number]));
            }
        }

        if (run.Count == known && (changes.Count > 0 || phase != Phase.Expand))
        {
            // Made before the journal could say so, or no longer needed: only the entry is missing.
            Flush(life, phase, run, isLast: false);
            life.Finish(phase, number);
            AddStep(life, phase, [], [life.Entry(phase, number, StepState.Done)], [], !HasMore(life, phase, number));
        }
    }

    private void AddOpaque(Life life, Phase phase, int number, Change change)
    {
        if (_stop is not null)
        {
            return;
        }

        StepEntry[] completes = [life.Entry(phase, number, StepState.Done)];
        life.Finish(phase, number);
        var isLast = !HasMore(life, phase, number);
        if (change is RunCode code)
        {
            var state = life.Reach(phase, isLast);
            _steps.Add(new CodeStep(life.Migration, [.. completes], code)
            {
                Reaches = state,
                Leaves = [.. life.Left],
                IsBirth = isFresh,
            });
        }
        else
        {
            AddStep(life, phase, [change], completes, dialect.Compile([change], _catalog).Statements, isLast);
        }

        _isGuess = true;
    }

    private static bool HasMore(Life life, Phase phase, int number) => life.Numbers(phase).Any(other => other > number);

    private void Flush(Life life, Phase phase, List<Todo> run, bool isLast)
    {
        var todos = Folding.Fold(run, _catalog);
        for (var done = 0; done < todos.Count && _stop is null;)
        {
            var compilation = Compile(life, todos, done);
            if (compilation.Count == 0)
            {
                _stop = $"{life.Migration.Label}: {todos[done].Change.Description}, and all that follows, is planned once what stands above has run.";
                break;
            }

            var next = done + compilation.Count;
            int[] completed =
            [
                .. todos.Take(next).Skip(done).SelectMany(todo => todo.Operations).Distinct()
                    .Where(number => !todos.Skip(next).Any(todo => todo.Operations.Contains(number))),
            ];
            foreach (var number in completed)
            {
                life.Finish(phase, number);
            }

            AddStep(
                life,
                phase,
                [.. todos.Take(next).Skip(done).Select(todo => todo.Change)],
                [.. completed.Select(number => life.Entry(phase, number, StepState.Done))],
                compilation.Statements,
                isLast && next == todos.Count);
            _catalog = compilation.After;
            done = next;
        }

        run.Clear();
    }

    private Compilation Compile(Life life, IReadOnlyList<Todo> todos, int done)
    {
        try
        {
            return dialect.Compile([.. todos.Skip(done).Select(todo => todo.Change)], _catalog);
        }
        catch (CatalogException misfit) when (!_isGuess)
        {
            throw new MigrationPlanException(life.Migration, life.Migration.Operations[todos[done].Operations[0]], misfit.Message);
        }
        catch (CatalogException)
        {
            return new(0, [], _catalog);
        }
    }

    private void AddStep(
        Life life,
        Phase phase,
        ValueList<Change> changes,
        IEnumerable<StepEntry> completes,
        ValueList<Statement> statements,
        bool isLast)
    {
        var state = life.Reach(phase, isLast);
        _steps.Add(new StatementStep(life.Migration, phase, changes, [.. completes], statements)
        {
            Reaches = state,
            Leaves = [.. life.Left],
            IsBirth = isFresh,
        });
    }

    // After raw SQL or C#, the catalog is a guess: what does not fit it may well fit what is really there by then.
    private bool Try(Life life, Operation operation, Action evolve)
    {
        try
        {
            evolve();
            return _stop is null;
        }
        catch (CatalogException misfit) when (_isGuess)
        {
            _stop = $"{life.Migration.Label}: {operation.Description}, and all that follows, is planned once the SQL or C# above has run. {misfit.Message}";
            return false;
        }
        catch (CatalogException misfit)
        {
            throw new MigrationPlanException(life.Migration, operation, misfit.Message);
        }
    }
}
