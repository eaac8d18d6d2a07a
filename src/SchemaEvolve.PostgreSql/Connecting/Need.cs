namespace SchemaEvolve.PostgreSql.Connecting;

/// <summary>Something that a role must be allowed to do.</summary>
/// <param name="Right">A privilege as GRANT calls it, or one of those that come with owning the thing: <see cref="Own"/>, <see cref="Drop"/> and <see cref="Renew"/>.</param>
/// <param name="Kind">What kind of thing it is, as ALTER calls it.</param>
/// <param name="Name">The thing. If it is not there yet, the plan makes it, and nothing is needed.</param>
internal sealed record Need(string Right, string Kind, QualifiedName Name)
{
    /// <summary>To be the owner, or a member of the role that is.</summary>
    public const string Own = "OWN";

    /// <summary>To be the owner of the thing or of its schema.</summary>
    public const string Drop = "DROP";

    /// <summary>To drop the thing, and to make another in its schema.</summary>
    public const string Renew = "RENEW";
}
