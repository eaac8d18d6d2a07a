namespace SchemaEvolve.Providers;

/// <summary>What the journal last heard of a step that was begun and has not ended, whether anybody still does it or not.</summary>
/// <param name="Step">The step.</param>
/// <param name="Cursor">Of a backfill, how far it had come.</param>
public sealed record LastHeard(StepInProgress Step, string? Cursor);
