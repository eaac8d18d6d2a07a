namespace SchemaEvolve.Catalogs;

/// <summary>A package of types and functions that a database can be given.</summary>
/// <param name="Name">The name.</param>
public sealed record Extension(Identifier Name) : INamed
{
    QualifiedName INamed.Name => Name;
}
