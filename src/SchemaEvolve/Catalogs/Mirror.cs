namespace SchemaEvolve.Catalogs;

/// <summary>The same values in two tables, kept equal by the database while old and new versions of the application write.</summary>
/// <remarks>
/// Rows whose keys are equal are partners. A value that is written in one of them is written in the other too. A row that finds a partner,
/// because it is new or its key was changed, takes over what the partner has, unless the statement brings a value of its own: an insert
/// that brings none leaves <c>NULL</c> there, or the default of the column. A row without a partner is left alone.
/// </remarks>
/// <param name="From">The column that the old version of the application uses.</param>
/// <param name="To">The column that the new version of the application uses.</param>
public sealed record Mirror(KeyedColumn From, KeyedColumn To) : INamed, ICanonical
{
    /// <summary>The name, in the schema of the table that the old version uses.</summary>
    public QualifiedName Name => From.Table.Sibling(Naming.Derive("se_mirror", From.Table, From.Column, To.Table.Name, To.Column));

    /// <summary>Whether the new column keeps <c>NULL</c> out once it stands alone.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The side that a table has, or <see langword="null"/> if it has none.</summary>
    public KeyedColumn? In(QualifiedName table) => From.Table == table ? From : To.Table == table ? To : null;

    /// <summary>Whether it needs a column of a table.</summary>
    public bool Mentions(QualifiedName table, Identifier column) => From.Mentions(table, column) || To.Mentions(table, column);

    void ICanonical.Write(Canon canon) => canon.Put("from", From).Put("to", To).Put("required", IsRequired);
}
