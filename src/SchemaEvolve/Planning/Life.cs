using SchemaEvolve.Changes;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Planning;

/// <summary>A migration and how far it has come, or will have come with the steps that are planned so far.</summary>
internal sealed class Life(RecordedMigration migration, MigrationEntry? entry)
{
    private readonly HashSet<(Phase Phase, int Number)> _done =
        [.. entry?.Steps.Where(step => step.State == StepState.Done).Select(step => (step.Phase, step.Number)) ?? []];

    // What comes after the expansion. It is foreseen when an operation expands; from then on, the journal knows it.
    private readonly SortedSet<(Phase Phase, int Number)> _left =
        [.. entry?.Steps.Where(step => step.State != StepState.Done && step.Phase != Phase.Expand).Select(step => (step.Phase, step.Number)) ?? []];

    public RecordedMigration Migration => migration;

    public bool IsExpanded { get; private set; } = entry?.State >= MigrationState.Expanded;

    /// <summary>Whether the journal knows, or will know by the steps so far, how far the migration has come.</summary>
    public bool IsRecorded { get; private set; } = entry?.State >= MigrationState.Expanded;

    public bool IsOver => entry?.IsComplete is true;

    /// <summary>What comes after the expansion and is not done yet, as the journal keeps it.</summary>
    public IEnumerable<StepEntry> Left => _left.Select(left => Entry(left.Phase, left.Number, StepState.Pending));

    /// <summary>The operations that have something to do in a phase, or may have.</summary>
    public IEnumerable<Operation> Pending(Phase phase) => Numbers(phase).Select(number => migration.Operations[number]);

    /// <summary>The places in the migration of the operations that have something to do in a phase, or may have.</summary>
    public IEnumerable<int> Numbers(Phase phase) => phase switch
    {
        not Phase.Expand => _left.Where(left => left.Phase == phase).Select(left => left.Number),
        _ when IsExpanded => [],
        _ => Enumerable.Range(0, migration.Operations.Count).Where(number => !_done.Contains((Phase.Expand, number))),
    };

    /// <summary>The operations before a place in the migration that have still rows to bring up to date. What only checks rows waits for the end.</summary>
    public IEnumerable<int> FillingBefore(int place) =>
        Numbers(Phase.Migrate).Where(number => number < place && migration.Operations[number] is not CheckRows);

    public bool HasMore(Phase phase, int number) => Numbers(phase).Any(other => other > number);

    public StepEntry Entry(Phase phase, int number, StepState state)
    {
        var operation = migration.Operations[number];

        return new(phase, number, Fingerprint.Of(operation), operation.Description, state);
    }

    /// <summary>Whether a step with this operation was begun, and nobody knows how far it came.</summary>
    public bool WasCutOff(Phase phase, int number) => entry?.Steps.Any(step =>
        step.Phase == phase && step.Number == number && step.State is StepState.Running or StepState.Failed) is true;

    /// <summary>Writes down what an operation that is about to expand will have to do later.</summary>
    public void Foresee(int number, Evolution evolution)
    {
        foreach (var phase in new[] { Phase.Migrate, Phase.Contract })
        {
            if (evolution[phase].Count > 0 && !_done.Contains((phase, number)))
            {
                _left.Add((phase, number));
            }
        }
    }

    public void Finish(Phase phase, int number) => _left.Remove((phase, number));

    /// <summary>Goes on to what follows the expansion, though there was nothing left to expand.</summary>
    public void PassExpansion() => IsExpanded = true;

    /// <summary>The state that is reached with a step of a phase.</summary>
    public MigrationState Reach(Phase phase, bool isLast)
    {
        IsExpanded |= phase == Phase.Expand && isLast;
        IsRecorded = IsExpanded;
        return phase switch
        {
            _ when !IsExpanded => MigrationState.Expanding,
            Phase.Contract => MigrationState.Contracted,
            _ => Numbers(Phase.Migrate).Any() ? MigrationState.Expanded : MigrationState.Migrated,
        };
    }
}
