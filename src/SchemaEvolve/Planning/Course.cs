using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Planning;

/// <summary>The way of a migration, forth or back, with the steps that are planned so far.</summary>
internal abstract class Course(RecordedMigration migration)
{
    public RecordedMigration Migration => migration;

    /// <summary>The state that is reached with what is planned so far.</summary>
    public abstract MigrationState State { get; }

    /// <summary>The state that the journal knows, or will know by the steps so far.</summary>
    public abstract MigrationState RecordedState { get; set; }

    /// <summary>What the journal is to keep as still to be done.</summary>
    /// <param name="begun">The parts of which something is done, and not all.</param>
    public abstract ValueList<StepEntry> LeftWith(IEnumerable<Part> begun);

    /// <summary>Whether a part that has nothing to do is noted together with the next one, rather than on its own.</summary>
    public abstract bool PutsOffNotes { get; }

    /// <summary>What is evolved at a place in the migration.</summary>
    public virtual Operation At(int number) => migration.Operations[number];

    public StepEntry Entry(Part part, StepState state)
    {
        var operation = migration.Operations[part.Number];

        return new(part.Phase, part.Number, Fingerprint.Of(operation), operation.Description, state);
    }

    /// <summary>The entries of the journal that a part accounts for.</summary>
    public abstract IEnumerable<StepEntry> Entries(Part part);

    /// <summary>Whether a step with this part was begun, and nobody knows how far it came.</summary>
    public abstract bool WasCutOff(Part part);

    /// <summary>Writes down what an operation that is about to expand will have to do later.</summary>
    public virtual void Foresee(int number, Evolution evolution)
    {
    }

    public abstract void Finish(Part part);
}
