namespace SchemaEvolve.Catalogs;

/// <summary>A column, and the key by which each of its values is found.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
/// <param name="Key">Columns of the table that are the same in no two rows.</param>
public sealed record KeyedColumn(QualifiedName Table, Identifier Column, ValueList<Identifier> Key) : ICanonical
{
    /// <summary>Whether it needs a column of a table.</summary>
    public bool Mentions(QualifiedName table, Identifier column) => table == Table && Key.Append(Column).Contains(column);

    public override string ToString() => $"{Column} of {Table}";

    void ICanonical.Write(Canon canon) => canon.Put("table", Table).Put("column", Column).Put("key", Key);
}
