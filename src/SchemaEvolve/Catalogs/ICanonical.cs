namespace SchemaEvolve.Catalogs;

/// <summary>Something that a fingerprint is taken of.</summary>
internal interface ICanonical
{
    void Write(Canon canon);
}
