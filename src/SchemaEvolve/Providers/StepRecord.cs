using SchemaEvolve.Planning;

namespace SchemaEvolve.Providers;

/// <summary>What the journal writes about a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Duration">How long it took so far.</param>
/// <param name="Rows">How many rows it touched, as far as the database said.</param>
public sealed record StepRecord(Step Step, Actor Actor, TimeSpan Duration, long Rows);
