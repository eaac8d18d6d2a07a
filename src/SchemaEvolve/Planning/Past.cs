using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Planning;

/// <summary>Tells from the code of the migrations, in the order of the journal, what each of them found.</summary>
/// <remarks>The journal keeps no pictures of the schema: what an operation did follows from what it is and what it found.</remarks>
internal sealed class Past(Catalog live)
{
    // The tables that no migration made: of their past, only what is there now is known.
    private readonly HashSet<QualifiedName> _foreign = [];
    private readonly HashSet<QualifiedName> _doubtful = [];
    private Catalog _catalog = Catalog.Empty with { StoresIntegersAlike = live.StoresIntegersAlike };

    /// <summary>The catalog that the migrations recalled so far have made, as far as their code tells.</summary>
    public Catalog Catalog => _catalog;

    /// <summary>Whether nobody can tell from the code of the migrations what a table is like.</summary>
    public bool Doubts(QualifiedName table) => _foreign.Contains(table) || _doubtful.Contains(table);

    /// <summary>What a migration has done, on top of those before it.</summary>
    public ValueList<Deed> Recall(RecordedMigration migration, MigrationEntry entry)
    {
        var steps = entry.Steps.ToLookup(step => step.Number);

        return
        [
            .. Enumerable.Range(0, migration.Operations.Count)
                .Where(number => steps[number].Any(step => step.State != StepState.Pending))
                .Select(number => Recall(migration, number, [.. steps[number]])),
        ];
    }

    private Deed Recall(RecordedMigration migration, int number, ValueList<StepEntry> steps)
    {
        var operation = migration.Operations[number];
        Lend(operation, migration.Id);
        var isComplete = steps.Any(step => step.State == StepState.Done && (step.Phase == Phase.Contract || operation is Unsafe)) || WasAtOnce(operation, migration.Id, steps);
        var deed = new Deed(number, operation, _catalog, isComplete, []) { IsOnForeign = operation.Tables.Any(_foreign.Contains) };
        try
        {
            return isComplete ? Repeat(deed, Whole(operation)) : RepeatBegun(deed, migration.Id, steps);
        }
        catch (CatalogException) when (isComplete)
        {
            // The way back of a complete operation says itself whether it knows enough.
            Doubt(operation);
            return deed;
        }
        catch (CatalogException) when (steps.All(step => step.State is StepState.Running or StepState.Failed))
        {
            // What it needs is not there: it shared a step with what was to make that, and neither is done.
            Doubt(operation);
            return deed;
        }
        catch (CatalogException misfit)
        {
            Doubt(operation);
            return deed with { Misfit = misfit.Message };
        }
    }

    // What parts into phases leaves an entry for the last of them as soon as it expands.
    private bool WasAtOnce(Operation operation, long id, ValueList<StepEntry> steps)
    {
        try
        {
            return steps is [{ Phase: Phase.Expand, State: StepState.Done }] && operation.Evolve(_catalog, new(id)).Contract.Count > 0;
        }
        catch (CatalogException)
        {
            return false;
        }
    }

    /// <summary>Takes the tables of an operation for such as nobody can tell about.</summary>
    public void Doubt(Operation operation)
    {
        _doubtful.UnionWith(operation.TablesIn(_catalog));
        if ((operation is Unsafe { Of: var of } ? of : operation) is RenameTable { From: var from, To: var to })
        {
            _doubtful.Add(from.Sibling(to));
        }
    }

    private Deed RepeatBegun(Deed deed, long id, ValueList<StepEntry> steps)
    {
        var begun = Begun(deed.Operation, id, steps);
        if (steps.All(step => step.State is StepState.Pending or StepState.Done))
        {
            return Repeat(deed, begun);
        }

        var made = UpToWhatIsThere(deed.Operation, begun);
        var repeated = Repeat(deed, made);

        return repeated with { Undo = [.. begun.Skip(made.Count).SelectMany(change => change.Tidy(live)).Where(tidy => tidy.IsMadeIn(_catalog)), .. repeated.Undo] };
    }

    private Deed Repeat(Deed deed, IEnumerable<Change> changes)
    {
        var isKnown = !deed.Operation.TablesIn(_catalog).Any(_foreign.Contains);
        if (deed.Operation.TablesIn(_catalog).Any(Doubts))
        {
            Doubt(deed.Operation);
        }

        var undo = new Stack<Change>();
        foreach (var change in changes)
        {
            undo.Push(change.Invert(_catalog));
            _catalog = isKnown ? change.Apply(_catalog) : _catalog;
        }

        return deed with { Undo = [.. undo.Where(Evolution.IsWork)] };
    }

    private IEnumerable<Change> Whole(Operation operation)
    {
        var alone = operation.EvolveAlone(_catalog);

        return [.. alone.Expand, .. alone.Migrate, .. alone.Contract];
    }

    private ValueList<Change> Begun(Operation operation, long id, ValueList<StepEntry> steps)
    {
        var evolution = operation.Evolve(_catalog, new(id));
        var contract = steps.Any(step => step is { Phase: Phase.Contract, State: not StepState.Pending })
            ? operation.Evolve(Foresight.Made(Foresight.Made(_catalog, evolution.Expand), evolution.Migrate), new(id)).Contract
            : [];

        return
        [
            .. steps.Where(step => step.State != StepState.Pending).OrderBy(step => step.Phase).SelectMany(step => step switch
            {
                { Phase: Phase.Contract, State: StepState.Done } => contract,
                // From there on it is one transaction, which has not come to its end.
                { Phase: Phase.Contract } => contract.TakeWhile(change => change is not (DropDualWrite or DropMirror) && !IsAllOrNothing(change)),
                _ => evolution[step.Phase].Where(change => step.State == StepState.Done || !IsAllOrNothing(change)),
            }),
        ];
    }

    // What stops in the middle of a statement on rows, or of SQL or C# of its author, has not done it, as long as that was in a transaction.
    private static bool IsAllOrNothing(Change change) => change.IsOpaque || change is InsertRows or UpdateRows or DeleteRows;

    // An operation that takes several steps may have stopped behind any of them: how far it came shows in what is there.
    private ValueList<Change> UpToWhatIsThere(Operation operation, ValueList<Change> changes)
    {
        if (operation.Tables.Any(_foreign.Contains))
        {
            return changes;
        }

        var catalogs = new List<Catalog> { _catalog };
        foreach (var change in changes)
        {
            catalogs.Add(change.Apply(catalogs[^1]));
        }

        // What cannot be seen, such as rows, counts as made.
        return [.. changes.Take(Enumerable.Range(0, catalogs.Count).Reverse().MinBy(made => Outline.Compare(catalogs[made], live).Count))];
    }

    private void Lend(Operation operation, long id)
    {
        if (operation is CreateTable)
        {
            return;
        }

        // What is found only by way of such a table is one with it.
        var unknown = operation.Tables.Where(name => _foreign.Contains(name) || !(_catalog.Tables.Contains(name) || _catalog.Aliases.Contains(name))).ToList();
        foreach (var name in unknown.Count == 0 ? [] : unknown.Concat(operation.TablesIn(live).Except(operation.Tables)))
        {
            _foreign.Add(name);
            if (live.Tables.Find(name) is { } table)
            {
                _catalog = _catalog with
                {
                    Tables = [.. _catalog.Tables.Where(other => other.Name != name), WithKept(table, $"{Tombstones.Prefix}{id}_")],
                };
            }
        }
    }

    // What was kept of such a table is part of what it was.
    private static Table WithKept(Table table, string prefix) => table with
    {
        Columns = table.Columns.Select(column => column.Name.Value.StartsWith(prefix, StringComparison.Ordinal) && !table.Columns.Contains(column.Name.Value[prefix.Length..])
            ? column with { Name = column.Name.Value[prefix.Length..] }
            : column),
    };
}
