using SchemaEvolve.Changes;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Planning;

/// <summary>A migration and how far it has come.</summary>
internal sealed class Life(RecordedMigration migration, MigrationEntry? entry)
{
    private readonly HashSet<(Phase, int)> _done =
        [.. entry?.Steps.Where(step => step.State == StepState.Done).Select(step => (step.Phase, step.Number)) ?? []];

    /// <summary>What is left, as far as it is known. Before the expansion is through, each operation is asked when its turn comes.</summary>
    private readonly SortedSet<(Phase Phase, int Number)> _left =
        [.. entry?.Steps.Where(step => step.State != StepState.Done && step.Phase != Phase.Expand).Select(step => (step.Phase, step.Number)) ?? []];

    public RecordedMigration Migration => migration;

    /// <summary>Whether all operations have been expanded, so that the journal knows what the rest of the life holds.</summary>
    public bool IsExpanded { get; private set; } = entry?.State >= MigrationState.Expanded;

    public MigrationState State { get; private set; } = entry?.State ?? MigrationState.Pending;

    public bool IsOver => entry?.IsComplete is true;

    /// <summary>What is left to do, as the journal keeps it.</summary>
    public IEnumerable<StepEntry> Left => _left.Select(left => Entry(left.Phase, left.Number, StepState.Pending));

    /// <summary>The operations that may have something to do in a phase.</summary>
    public IEnumerable<Operation> Pending(Phase phase) => Numbers(phase).Select(number => migration.Operations[number]);

    public IEnumerable<int> Numbers(Phase phase)
    {
        if (phase != Phase.Expand)
        {
            return IsExpanded
                ? [.. _left.Where(left => left.Phase == phase).Select(left => left.Number)]
                : Enumerable.Range(0, migration.Operations.Count).Where(number => IsRowWork(migration.Operations[number], phase));
        }

        return IsExpanded ? [] : Enumerable.Range(0, migration.Operations.Count).Where(number => !_done.Contains((Phase.Expand, number)));
    }

    /// <summary>Whether a step with this operation was begun, and nobody knows how far it came.</summary>
    public bool WasCutOff(Phase phase, int number) => entry?.Steps.Any(step =>
        step.Phase == phase && step.Number == number && step.State is StepState.Running or StepState.Failed) is true;

    public StepEntry Entry(Phase phase, int number, StepState state)
    {
        var operation = migration.Operations[number];

        return new(phase, number, Fingerprint.Of(operation), operation.Description, state);
    }

    /// <summary>An operation is looked at before it expands: what it will do later is written down now.</summary>
    public void Foresee(int number, Evolution evolution)
    {
        if (evolution.Migrate.Count > 0 && !_done.Contains((Phase.Migrate, number)))
        {
            _left.Add((Phase.Migrate, number));
        }

        if (evolution.Contract.Count > 0 && !_done.Contains((Phase.Contract, number)))
        {
            _left.Add((Phase.Contract, number));
        }
    }

    public void Finish(Phase phase, int number) => _left.Remove((phase, number));

    /// <summary>The state that is reached when a step of this phase is done.</summary>
    public MigrationState Reach(Phase phase, bool isLastOfPhase)
    {
        IsExpanded |= phase == Phase.Expand && isLastOfPhase;
        State = phase switch
        {
            Phase.Expand when !isLastOfPhase => MigrationState.Expanding,
            Phase.Contract => MigrationState.Contracted,
            _ => _left.Any(left => left.Phase == Phase.Migrate) ? MigrationState.Expanded : MigrationState.Migrated,
        };
        return State;
    }

    private static bool IsRowWork(Operation operation, Phase phase) =>
        phase == Phase.Migrate && operation is UpdateRows or DeleteRows or CheckRows { During: Phase.Migrate } or RunSql { During: Phase.Migrate } or RunCode { During: Phase.Migrate };
}
