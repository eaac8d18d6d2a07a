using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Providers;

/// <summary>Changes, said in the SQL of one database.</summary>
/// <param name="Count">How many of the changes the statements make, counted from the first. None means that the catalog must be read again before the first one can be said.</param>
/// <param name="Statements">The statements, in order.</param>
/// <param name="After">The catalog that they lead to.</param>
public sealed record Compilation(int Count, ValueList<Statement> Statements, Catalog After)
{
    /// <summary>For a backfill of a table that others use: how it is done in batches. There are no statements then.</summary>
    public Batches? Batches { get; init; }
}
