using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Planning;

/// <summary>The steps of a plan so far, and the catalog that they lead to.</summary>
internal sealed class PlannedSteps(string engine, IDialect dialect, Catalog before, bool isFresh)
{
    private readonly List<Step> _all = [];

    /// <summary>The steps, in order.</summary>
    public IReadOnlyList<Step> All => _all;

    /// <summary>The catalog behind the last of them.</summary>
    public Catalog Catalog { get; private set; } = before;

    /// <summary>Whether nobody but the database knows the catalog, because of raw SQL or C# before.</summary>
    public bool IsGuess { get; private set; }

    /// <summary>Why the plan ends before all is done, or <see langword="null"/> if it does not.</summary>
    public string? StopsBecause { get; private set; }

    /// <summary>Whether no more steps can be added.</summary>
    public bool IsStopped => StopsBecause is not null;

    /// <summary>Says more of the last step than was known when it was added.</summary>
    public void Amend(Func<Step, Step> more) => _all[^1] = more(_all[^1]);

    /// <summary>Adds a step that changes nothing, and only lets the journal know what is done.</summary>
    public void Note(Stretch stretch, Phase phase, ValueList<Part> completed) => AddStep(stretch, phase, [], completed, [], []);

    /// <summary>Adds what only its author understands, as a step of its own.</summary>
    public void AddOpaque(Stretch stretch, Part part, Change change, bool isLast)
    {
        if (IsStopped)
        {
            return;
        }

        if (change is RunCode code)
        {
            stretch.Course.Finish(part);
            Add(stretch, new CodeStep(stretch.Course.Migration, [.. stretch.Course.Entries(part)], code)
            {
                Reaches = stretch.Course.State,
                Leaves = stretch.Course.LeftWith([]),
                IsBirth = isFresh,
            });
        }
        else
        {
            if (change is RunSql sql)
            {
                TransactionControl.Refuse(sql, engine);
            }

            var compilation = dialect.Compile([change], Catalog, isFresh);
            AddStep(stretch, part.Phase, [change], isLast ? [part] : [], compilation.Statements, isLast ? [] : [part]);
            Catalog = compilation.After;
        }

        IsGuess = true;
    }

    /// <summary>Makes steps of the changes of a stretch that are none yet.</summary>
    public void Compile(Stretch stretch)
    {
        var todos = Folding.Fold(stretch.Todos, Catalog);
        stretch.Todos = [];
        stretch.After = null;
        for (var done = 0; done < todos.Count && !IsStopped;)
        {
            var compilation = CompileWhole(stretch, todos, done);
            if (compilation.Count == 0)
            {
                Stop(stretch, $"{todos[done].Change.Description}, and all that follows, is planned once what stands above has run.");
                return;
            }

            var next = done + compilation.Count;
            Todo[] taken = [.. todos.Take(next).Skip(done)];
            var open = todos.Skip(next).SelectMany(todo => todo.Parts).ToHashSet();
            var touched = taken.Where(todo => !todo.IsLook).SelectMany(todo => todo.Parts).Distinct().ToLookup(open.Contains);
            AddStep(
                stretch,
                taken.SelectMany(todo => todo.Parts).Max(part => part.Phase),
                [.. taken.Select(todo => todo.Change)],
                [.. touched[false]],
                compilation.Statements,
                [.. touched[true]],
                compilation.Batches is { } batches ? (batches, taken[0].Parts[0]) : null);
            Catalog = compilation.After;
            done = next;
        }
    }

    /// <summary>Ends the plan here: what follows is not known yet.</summary>
    public void Stop(Stretch stretch, string reason) => StopsBecause = $"{stretch.Course.Migration.Label}: {reason}";

    // What belongs together is left for the next step rather than be parted by the end of this one.
    private Compilation CompileWhole(Stretch stretch, IReadOnlyList<Todo> todos, int done)
    {
        var compilation = Compile(stretch, todos, done, todos.Count);
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
            ? Compile(stretch, todos, done, end)
            : throw new MigrationPlanException(
                stretch.Course.Migration,
                stretch.Course.At(todos[done].Parts[0].Number),
                $"{engine} cannot do “{parted.Description}” in one transaction with “{todos[done].Change.Description}”, so the running application would write to half of it. Do it in Unsafe(…) while nobody writes.");
    }

    private Compilation Compile(Stretch stretch, IReadOnlyList<Todo> todos, int done, int end)
    {
        try
        {
            return dialect.Compile([.. todos.Take(end).Skip(done).Select(todo => todo.Change)], Catalog, isFresh);
        }
        catch (CatalogException) when (IsGuess)
        {
            return new(0, [], Catalog);
        }
        catch (CatalogException misfit)
        {
            throw new MigrationPlanException(stretch.Course.Migration, stretch.Course.At(todos[done].Parts[0].Number), misfit.Message);
        }
    }

    private void AddStep(
        Stretch stretch,
        Phase phase,
        ValueList<Change> changes,
        ValueList<Part> completed,
        ValueList<Statement> statements,
        ValueList<Part> begun,
        (Batches Batches, Part Part)? filling = null)
    {
        ValueList<Part> noted = [.. completed.Concat(stretch.PutOff)];
        stretch.PutOff = [];
        foreach (var part in noted)
        {
            stretch.Course.Finish(part);
        }

        ValueList<StepEntry> completes = [.. noted.SelectMany(stretch.Course.Entries).Distinct()];
        var (reaches, leaves) = (stretch.Course.State, stretch.Course.LeftWith(begun));
        Add(stretch, filling is { } fill
            ? new BackfillStep(stretch.Course.Migration, phase, changes, completes, stretch.Course.Entry(fill.Part, StepState.Running), fill.Batches) { Reaches = reaches, Leaves = leaves, IsBirth = isFresh }
            : new StatementStep(stretch.Course.Migration, phase, changes, completes, statements) { Reaches = reaches, Leaves = leaves, IsBirth = isFresh });
    }

    private void Add(Stretch stretch, Step step)
    {
        _all.Add(step);
        stretch.HasSteps = true;
        stretch.Course.RecordedState = step.Reaches;
    }
}
