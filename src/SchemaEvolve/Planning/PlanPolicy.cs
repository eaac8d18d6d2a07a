namespace SchemaEvolve.Planning;

/// <summary>What a plan may do.</summary>
/// <param name="Contracts">Whether it takes away what migrations no longer need.</param>
/// <param name="OutOfOrder">What becomes of a migration that is older than one that has run.</param>
public sealed record PlanPolicy(bool Contracts, OutOfOrder OutOfOrder);
