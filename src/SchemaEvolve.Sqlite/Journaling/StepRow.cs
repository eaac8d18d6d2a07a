using SchemaEvolve.Planning;

namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>A row of <c>schema_evolve_steps</c>.</summary>
internal sealed record StepRow(long Migration, string Phase, int Number, string Fingerprint, string Description, string State)
{
    public StepEntry ToEntry() => new(
        Enum.Parse<Phase>(Phase, ignoreCase: true),
        Number,
        Fingerprint,
        Description,
        Enum.Parse<StepState>(State, ignoreCase: true));
}
