using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Planning;

/// <summary>A migration and how far it has come, or will have come with the steps that are planned so far.</summary>
internal sealed class Life(RecordedMigration migration, MigrationEntry? entry) : Course(migration)
{
    private readonly HashSet<Part> _done = [.. Parts(entry, step => step.State == StepState.Done)];

    // What comes after the expansion. It is foreseen when an operation expands; from then on, the journal knows it.
    private readonly SortedSet<Part> _left = [.. Parts(entry, step => step.State != StepState.Done && step.Phase != Phase.Expand)];

    private bool _isExpanded = entry?.State >= MigrationState.Expanded;
    private bool _hasContracted = Parts(entry, step => step.State == StepState.Done && step.Phase == Phase.Contract).Any();
    private bool _hasPurged = Parts(entry, step => step.State == StepState.Done && step.Phase == Phase.Purge).Any();

    /// <summary>Whether there is nothing to do for it, or nothing until a rollback has ended.</summary>
    public bool IsOver => entry is { IsComplete: true } or { State: MigrationState.Reopened };

    public override MigrationState State => (_isExpanded, _hasContracted) switch
    {
        (false, _) => MigrationState.Expanding,
        (_, true) when _hasPurged && _left.Count == 0 => MigrationState.Purged,
        (_, true) => MigrationState.Contracted,
        _ => Numbers(Phase.Migrate).Any() ? MigrationState.Expanded : MigrationState.Migrated,
    };

    public override MigrationState RecordedState { get; set; } = entry?.State ?? MigrationState.Pending;

    /// <summary>What comes after the expansion, and is still to be done.</summary>
    public ValueList<StepEntry> Left => LeftWith([]);

    public override ValueList<StepEntry> LeftWith(IEnumerable<Part> begun) =>
    [
        .. _left.Except(begun).Select(part => Entry(part, StepState.Pending)),
        .. begun.Select(part => Entry(part, StepState.Running)),
    ];

    /// <summary>The operations that have something to do in a phase, or may have.</summary>
    public IEnumerable<Operation> Pending(Phase phase) => Numbers(phase).Select(number => Migration.Operations[number]);

    /// <summary>The places in the migration of the operations that have something to do in a phase, or may have.</summary>
    public IEnumerable<int> Numbers(Phase phase) => phase switch
    {
        not Phase.Expand => _left.Where(part => part.Phase == phase).Select(part => part.Number),
        _ when _isExpanded => [],
        _ => Enumerable.Range(0, Migration.Operations.Count).Where(IsUntouched),
    };

    /// <summary>Whether an operation has something to do in a phase, or may have.</summary>
    public bool Has(Part part) => part.Phase == Phase.Expand ? !_isExpanded && IsUntouched(part.Number) : _left.Contains(part);

    /// <summary>The operations before a place in the migration that have still rows to bring up to date. What only checks rows waits for the end.</summary>
    public IEnumerable<int> FillingBefore(int place) =>
        Numbers(Phase.Migrate).Where(number => number < place && Migration.Operations[number] is not CheckRows);

    public override bool PutsOffNotes => false;

    public override IEnumerable<StepEntry> Entries(Part part) => [Entry(part, StepState.Done)];

    public override bool WasCutOff(Part part) => Parts(entry, step => step.State is StepState.Running or StepState.Failed).Contains(part);

    public override void Foresee(int number, Evolution evolution)
    {
        foreach (var part in Enum.GetValues<Phase>().Where(phase => phase > Phase.Expand).Select(phase => new Part(phase, number)))
        {
            if (evolution[part.Phase].Count > 0 && !_done.Contains(part))
            {
                _left.Add(part);
            }
        }
    }

    public override void Finish(Part part)
    {
        _left.Remove(part);
        _hasContracted |= part.Phase == Phase.Contract;
        _hasPurged |= part.Phase == Phase.Purge;
    }

    /// <summary>Goes on to what follows the expansion.</summary>
    public void PassExpansion() => _isExpanded = true;

    // Where nobody else is there, an operation is done in whatever phases it has then, and needs no expansion afterwards.
    private bool IsUntouched(int number) => !_done.Any(part => part.Number == number);

    private static IEnumerable<Part> Parts(MigrationEntry? entry, Func<StepEntry, bool> which) =>
        entry?.Steps.Where(which).Select(step => new Part(step.Phase, step.Number)) ?? [];
}
