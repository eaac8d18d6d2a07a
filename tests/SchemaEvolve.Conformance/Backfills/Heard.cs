namespace SchemaEvolve.Conformance.Backfills;

/// <summary>Hears how far a backfill has come.</summary>
internal sealed class Heard : IProgress<BackfillProgress>
{
    public List<BackfillProgress> All { get; } = [];

    public BackfillProgress Last => All[^1];

    public void Report(BackfillProgress value) => All.Add(value);
}
