namespace SchemaEvolve;

/// <summary>Something in which a database differs from what its migrations promise.</summary>
/// <param name="Object">What differs, such as <c>column fax of customers</c>.</param>
/// <param name="Description">In what it differs, in a sentence.</param>
public sealed record Difference(string Object, string Description)
{
    public override string ToString() => Description;
}
