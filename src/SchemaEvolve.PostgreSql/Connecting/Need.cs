namespace SchemaEvolve.PostgreSql.Connecting;

/// <summary>Something that a role must be allowed to do.</summary>
/// <param name="Right">A privilege as GRANT calls it, or one of the two that come with owning the thing: <see cref="Own"/> and <see cref="Drop"/>.</param>
/// <param name="Kind">What kind of thing it is, as ALTER calls it.</param>
/// <param name="Name">The thing. If it is not there yet, the plan makes it, and nothing is needed.</param>
internal sealed record Need(string Right, string Kind, QualifiedName Name)
{
    /// <summary>To be the owner, or a member of the role that is.</summary>
    public const string Own = "OWN";

    /// <summary>To be the owner of the thing or of its schema.</summary>
    public const string Drop = "DROP";
}
