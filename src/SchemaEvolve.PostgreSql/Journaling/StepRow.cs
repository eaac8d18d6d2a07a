using SchemaEvolve.Planning;

namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>A row of the journal's steps, as Dapper reads it.</summary>
internal sealed record StepRow
{
    public long Migration { get; init; }

    public string Phase { get; init; } = "";

    public int Number { get; init; }

    public string Fingerprint { get; init; } = "";

    public string Description { get; init; } = "";

    public string State { get; init; } = "";

    public StepEntry ToEntry() => new(Words.ToPhase(Phase), Number, Fingerprint, Description, Words.ToStepState(State));
}
