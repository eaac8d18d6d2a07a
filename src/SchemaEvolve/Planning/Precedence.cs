using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Planning;

/// <summary>What is taken away from a table is taken in the order in which it came.</summary>
internal static class Precedence
{
    /// <summary>Whether what an earlier migration has still to take away holds back what a later one has to.</summary>
    /// <param name="earlier">What the earlier one has still to take away.</param>
    /// <param name="later">What the later one has to.</param>
    /// <param name="catalog">The schema, as far as it is known.</param>
    public static bool Holds(IEnumerable<Operation> earlier, IEnumerable<Operation> later, Catalog catalog) => earlier.Any(held => later.Any(operation =>
        held.IsOpaque || operation.IsOpaque || held.TablesIn(catalog).Intersect(operation.TablesIn(catalog)).Any()));
}
