using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Planning;

/// <summary>A change that is still to be made, and the parts of operations that asked for it.</summary>
internal sealed record Todo(Change Change, ValueList<Part> Parts)
{
    /// <summary>Whether it is in one transaction with the change before it, or a writer between the two would go wrong.</summary>
    public bool IsJoined { get; init; }

    /// <summary>Whether it only looks whether the rest of its parts can be done.</summary>
    public bool IsLook { get; init; }
}
