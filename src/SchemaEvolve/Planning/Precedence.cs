using SchemaEvolve.Operations;

namespace SchemaEvolve.Planning;

/// <summary>What is taken away from a table is taken in the order in which it came.</summary>
internal static class Precedence
{
    /// <summary>Whether what an earlier migration has still to take away holds back what a later one has to.</summary>
    public static bool Holds(IEnumerable<Operation> earlier, IEnumerable<Operation> later) => earlier.Any(held => later.Any(operation =>
        held.IsOpaque || operation.IsOpaque || held.Tables.Intersect(operation.Tables).Any()));
}
