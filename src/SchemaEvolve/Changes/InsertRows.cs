using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Puts rows into a table, known by a key. Rows that are there already stay as they are, or take the new values.</summary>
/// <param name="Table">The table.</param>
/// <param name="Columns">The columns that are written.</param>
/// <param name="Key">The columns by which a row is known, which must be unique in the table.</param>
/// <param name="Rows">The rows, with a value for each column.</param>
/// <param name="Overwrites">Whether a row that is there takes the new values.</param>
public sealed record InsertRows(
    QualifiedName Table,
    ValueList<Identifier> Columns,
    ValueList<Identifier> Key,
    ValueList<ValueList<Constant>> Rows,
    bool Overwrites) : DataChange
{
    public override string Description => $"{(Overwrites ? "Upsert" : "Insert")} {Rows.Count} {(Rows.Count == 1 ? "row" : "rows")} in {Table}";

    public override ValueList<QualifiedName> Tables => [Table];

    public override Catalog Apply(Catalog before)
    {
        Fit.Columns(before[Table], Columns, "the seed");
        Fit.Columns(before[Table], Key, "the seed's key");
        if (Key.Count == 0 || Key.Except(Columns).Any())
        {
            throw new CatalogException($"The seed of {Table} needs a key among its columns. The columns are {string.Join(", ", Columns)}, the key is ({string.Join(", ", Key)}).");
        }

        foreach (var row in Rows.Where(row => row.Count != Columns.Count))
        {
            throw new CatalogException($"A seeded row of {Table} has {row.Count} values for {Columns.Count} columns: {string.Join(", ", row)}.");
        }

        return before;
    }

    public override Change Invert(Catalog before) => new DeleteRows(
        Table,
        Sql.Join(" OR ", Rows.Select(row => (Sql)$"({Sql.Join(" AND ", Key.Select(column => Equal(column, row)))})")),
        Undo.Nothing);

    private protected override void Write(Canon canon) => canon
        .Put("table", Table)
        .Put("columns", Columns)
        .Put("key", Key)
        .Put("rows", Rows.Select(row => string.Join(", ", row)))
        .Put("overwrites", Overwrites);

    private Sql Equal(Identifier column, ValueList<Constant> row) => $"{column} = {row[Columns.ToList().IndexOf(column)]}";
}
