namespace SchemaEvolve.Catalogs;

/// <summary>Something that has a name by which its owner finds it.</summary>
public interface INamed
{
    /// <summary>The name, unique within the owner.</summary>
    QualifiedName Name { get; }
}
