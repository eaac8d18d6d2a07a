namespace SchemaEvolve.Planning;

/// <summary>What one operation of a migration does in one phase.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Number">The place of the operation in the migration, counted from 0.</param>
internal readonly record struct Part(Phase Phase, int Number) : IComparable<Part>
{
    public int CompareTo(Part other) => (Phase, Number).CompareTo((other.Phase, other.Number));
}
