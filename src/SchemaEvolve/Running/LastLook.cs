using SchemaEvolve.Planning;

namespace SchemaEvolve.Running;

/// <summary>Looks whether a migration may still take away what it is about to: since that was planned, a backfill may have taken hours.</summary>
/// <param name="step">The step with which it begins.</param>
/// <param name="cancellationToken">Ends the looking.</param>
internal delegate Task<bool> LastLook(Step step, CancellationToken cancellationToken);
