using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Planning;

/// <summary>A migration that is taken back, and how far that will have come with the steps that are planned so far.</summary>
internal sealed class Retreat(RecordedMigration migration, MigrationEntry entry, ValueList<Reversal> reversals) : Course(migration)
{
    private readonly Dictionary<int, Reversal> _reversals = reversals.ToDictionary(reversal => reversal.Number);

    private readonly HashSet<Part> _open = [.. reversals.SelectMany(reversal => reversal.Parts)];

    /// <summary>What takes its operations back, in order.</summary>
    public ValueList<Reversal> Reversals => reversals;

    // Once it is all taken back, the migration is as if it had never been.
    public override MigrationState State => _open.Count == 0 ? MigrationState.Pending : MigrationState.RollingBack;

    public override MigrationState RecordedState { get; set; } = entry.State;

    public override ValueList<StepEntry> LeftWith(IEnumerable<Part> begun) => [];

    public override bool PutsOffNotes => true;

    public override Operation At(int number) => _reversals[number];

    // That an operation has contracted, or was done at once, tells whoever goes on how it is taken back, so it is forgotten last.
    public override IEnumerable<StepEntry> Entries(Part part) => part.Phase switch
    {
        Phase.Expand => Steps(part).Any(step => step.Phase == Phase.Contract) ? Steps(part).Where(step => step.Phase != Phase.Contract) : [],
        Phase.Migrate => [Entry(part, StepState.Done)],
        _ => [.. Steps(part), Entry(new(Phase.Migrate, part.Number), StepState.Done)],
    };

    // A rollback may be the second try.
    public override bool WasCutOff(Part part) => true;

    public override void Finish(Part part) => _open.Remove(part);

    private IEnumerable<StepEntry> Steps(Part part) => entry.Steps.Where(step => step.Number == part.Number);
}
