using System.Data.Common;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Running;

/// <summary>Looks whether a migration may still take away what it is about to: since that was planned, a backfill may have taken hours.</summary>
/// <param name="step">The step with which it begins.</param>
/// <param name="transaction">The transaction of the step, right before its end, so that nobody can join in between; or <see langword="null"/> before it.</param>
/// <param name="cancellationToken">Ends the looking.</param>
internal delegate Task<bool> LastLook(Step step, DbTransaction? transaction, CancellationToken cancellationToken);
