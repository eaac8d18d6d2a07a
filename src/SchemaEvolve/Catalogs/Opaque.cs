namespace SchemaEvolve.Catalogs;

/// <summary>A thing in the database that no change can speak of. It is known by name, and whatever touches its neighbours keeps it.</summary>
/// <param name="Kind">What the database calls it, such as <c>trigger</c> or <c>view</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Definition">The statement that made it, verbatim.</param>
public sealed record Opaque(string Kind, QualifiedName Name, Sql Definition) : INamed
{
    /// <summary>Whether it is a view, of whatever kind.</summary>
    internal bool IsView => Kind.EndsWith("view", StringComparison.Ordinal);
}
