namespace SchemaEvolve.Planning;

/// <summary>What the journal knows of one operation of a migration, in one phase.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Number">The place of the operation in the migration, counted from 0.</param>
/// <param name="Fingerprint">The fingerprint of the operation.</param>
/// <param name="Description">What the operation does.</param>
/// <param name="State">How far it has come.</param>
public sealed record StepEntry(Phase Phase, int Number, string Fingerprint, string Description, StepState State);
