namespace SchemaEvolve.Catalogs;

/// <summary>The columns by which a row is known.</summary>
/// <param name="Name">The name of the constraint.</param>
/// <param name="Columns">The columns, in order.</param>
public sealed record PrimaryKey(Identifier Name, ValueList<Identifier> Columns) : ICanonical
{
    void ICanonical.Write(Canon canon) => canon.Put("name", Name).Put("columns", Columns);
}
