using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Operations;

/// <summary>A copy of something that stands on some columns, built on the columns that take their place.</summary>
/// <param name="Create">Builds the copy, under a name of its own.</param>
/// <param name="Drop">Drops the original.</param>
/// <param name="Rename">Gives the copy the name of the original, and what else it takes to be the same.</param>
internal sealed record Twin(Change Create, Change Drop, params ValueList<Change> Rename);
