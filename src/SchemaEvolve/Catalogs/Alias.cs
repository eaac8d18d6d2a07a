namespace SchemaEvolve.Catalogs;

/// <summary>An older name of a table, by which it can still be read and written.</summary>
/// <param name="Name">The older name.</param>
/// <param name="Of">The table.</param>
public sealed record Alias(QualifiedName Name, QualifiedName Of) : INamed, ICanonical
{
    void ICanonical.Write(Canon canon) => canon.Put("name", Name).Put("of", Of);
}
