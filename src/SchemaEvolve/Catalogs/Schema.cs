namespace SchemaEvolve.Catalogs;

/// <summary>A named part of a database that holds tables and other things.</summary>
/// <param name="Name">The name.</param>
public sealed record Schema(Identifier Name) : INamed
{
    QualifiedName INamed.Name => Name;
}
