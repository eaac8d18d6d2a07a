namespace SchemaEvolve.Catalogs;

/// <summary>How a column is computed from others of its row.</summary>
/// <param name="Expression">The value.</param>
/// <param name="IsStored">Whether it is kept with the row, rather than computed whenever it is read.</param>
public sealed record Generated(Sql Expression, bool IsStored) : ICanonical
{
    void ICanonical.Write(Canon canon) => canon.Put("as", Expression).Put("stored", IsStored);
}
