using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Planning;

/// <summary>A part of a plan that is done as a whole, and journaled when it is done.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Phase">The phase.</param>
/// <param name="Changes">What is changed.</param>
/// <param name="Completes">The operations of the migration whose part in this phase is done with this step.</param>
public abstract record Step(RecordedMigration Migration, Phase Phase, ValueList<Change> Changes, ValueList<StepEntry> Completes)
{
    /// <summary>The state that the migration reaches with this step.</summary>
    public required MigrationState Reaches { get; init; }

    /// <summary>What is left to do in the migration after this step, and whether it was begun.</summary>
    public required ValueList<StepEntry> Leaves { get; init; }

    /// <summary>What the step works on: what it completes, and what it begins and leaves to the next one. How far a backfill has come is noted by itself.</summary>
    public ValueList<StepEntry> Touches => this is BackfillStep ? Completes : [.. Completes, .. Leaves.Where(left => left.State == StepState.Running)];

    /// <summary>Whether the database was empty when the run began. Until a run is completed, nobody runs on it.</summary>
    public bool IsBirth { get; init; }

    /// <summary>Whether the migration is taken back. What the step completes is then forgotten, and with the last step the migration itself.</summary>
    public bool IsReversal => Reaches is MigrationState.RollingBack or MigrationState.Reopened or MigrationState.Pending;

    /// <summary>Whether only its author knows what it does, so that the catalog is read again afterwards.</summary>
    public bool IsOpaque => Changes.Any(change => change.IsOpaque);

    /// <summary>What is done, in a sentence.</summary>
    public string Description => Changes.Count == 0 ? "Nothing to change" : string.Join("; ", Changes.Select(change => change.Description));

    public sealed override string ToString() => $"{Migration.Label}, {Phase}: {Description}";
}

/// <summary>A step that is made of statements.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Phase">The phase.</param>
/// <param name="Changes">What is changed.</param>
/// <param name="Completes">The operations of the migration whose part in this phase is done with this step.</param>
/// <param name="Statements">The statements, in order.</param>
public sealed record StatementStep(
    RecordedMigration Migration,
    Phase Phase,
    ValueList<Change> Changes,
    ValueList<StepEntry> Completes,
    ValueList<Statement> Statements) : Step(Migration, Phase, Changes, Completes);

/// <summary>A step that is written in C#.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Completes">The operation of the migration that is done with this step.</param>
/// <param name="Code">The code.</param>
public sealed record CodeStep(RecordedMigration Migration, ValueList<StepEntry> Completes, RunCode Code)
    : Step(Migration, Code.During, [Code], Completes);

/// <summary>A step that brings the rows of a table up to date in batches, each committed together with how far it has come.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Phase">The phase.</param>
/// <param name="Changes">What is changed.</param>
/// <param name="Completes">The operations of the migration whose part in this phase is done with this step.</param>
/// <param name="Entry">The operation in whose place the journal notes how far the step has come.</param>
/// <param name="Batches">How it is done.</param>
public sealed record BackfillStep(
    RecordedMigration Migration,
    Phase Phase,
    ValueList<Change> Changes,
    ValueList<StepEntry> Completes,
    StepEntry Entry,
    Batches Batches) : Step(Migration, Phase, Changes, Completes)
{
    /// <summary>The conversion, if it is written in C#.</summary>
    public BackfillByCode? Code => Changes is [BackfillByCode code] ? code : null;
}
