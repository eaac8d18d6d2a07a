using SchemaEvolve.Changes;

namespace SchemaEvolve.Operations;

/// <summary>A copy of something that stands on one column, built on the column that takes its place.</summary>
/// <param name="Create">Builds the copy, under a name of its own.</param>
/// <param name="Drop">Drops the original.</param>
/// <param name="Rename">Gives the copy the name of the original.</param>
internal sealed record Twin(Change Create, Change Drop, Change Rename);
