namespace SchemaEvolve.Catalogs;

/// <summary>A type with a fixed list of values.</summary>
/// <param name="Name">The name.</param>
/// <param name="Values">The values, in their sort order.</param>
public sealed record EnumDefinition(QualifiedName Name, ValueList<string> Values) : INamed, ICanonical
{
    void ICanonical.Write(Canon canon) => canon.Put("name", Name).Put("values", Values);
}
