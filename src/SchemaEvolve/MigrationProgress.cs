using SchemaEvolve.Planning;

namespace SchemaEvolve;

/// <summary>News of a run.</summary>
/// <param name="Step">The step that it is about.</param>
/// <param name="Number">The place of the step in the run, counted from 1.</param>
/// <param name="Total">How many steps there are, as far as is planned.</param>
/// <param name="Elapsed">How long the step took, or <see langword="null"/> if it is only beginning.</param>
public sealed record MigrationProgress(Step Step, int Number, int Total, TimeSpan? Elapsed);
