using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Planning;

/// <summary>An operation that a migration has begun, and what it found.</summary>
/// <param name="Number">The place of the operation in the migration, counted from 0.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Before">The catalog before it.</param>
/// <param name="IsComplete">Whether it has taken away what it had to, so that it takes an operation to come back from it.</param>
/// <param name="Undo">The changes that undo what is done of an operation that is not complete, last first.</param>
internal sealed record Deed(int Number, Operation Operation, Catalog Before, bool IsComplete, ValueList<Change> Undo)
{
    /// <summary>The operation as its author worded it, without the reason why it may be unsafe.</summary>
    public Operation Core => Operation is Unsafe { Of: var of } ? of : Operation;

    /// <summary>Whether it is about a table that no migration made, so that only what is there now is known of it.</summary>
    public bool IsOnForeign { get; init; }

    /// <summary>Why it is not known what the operation did, or <see langword="null"/> if it is.</summary>
    public string? Misfit { get; init; }
}
