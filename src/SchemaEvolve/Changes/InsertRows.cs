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

    /// <summary>The rows that it is about, whoever has written them.</summary>
    internal Sql Known => KnownBy(column => $"{column}");

    // Nobody has noted which of them were there before. A row that others refer to stays: it would stop the rollback, or take them with it.
    public override Change Invert(Catalog before) => new DeleteRows(
        Table,
        Sql.Join("\n    AND ", [(Sql)$"({Known})", .. before.Tables.SelectMany(other => other.ForeignKeys.Where(key => key.References == Table).Select(key => Unreferenced(before, other.Name, key)))]),
        Undo.Nothing);

    private protected override void Write(Canon canon) => canon
        .Put("table", Table)
        .Put("columns", Columns)
        .Put("key", Key)
        .Put("rows", Rows.Select(row => string.Join(", ", row)))
        .Put("overwrites", Overwrites);

    // Where rows of the table refer to each other, they go together or not at all.
    private Sql Unreferenced(Catalog before, QualifiedName other, ForeignKey key)
    {
        var isTree = before[Table].ForeignKeys.Any(own => own.References == Table);
        var row = isTree ? "se_row" : Table.Name;
        var pairs = Sql.Join(" AND ", key.Columns.Zip(key.To, (theirs, ours) => (Sql)$"se_other.{theirs} = {row}.{ours}"));

        return isTree
            ? (Sql)$"NOT EXISTS (SELECT 1 FROM {Table} AS se_row, {other} AS se_other WHERE {pairs} AND ({KnownBy(column => $"se_row.{column}")}){Sql.If(other == Table, $" AND NOT ({KnownBy(column => $"se_other.{column}")})")})"
            : $"NOT EXISTS (SELECT 1 FROM {other} AS se_other WHERE {pairs})";
    }

    private Sql KnownBy(Func<Identifier, Sql> name)
    {
        int[] places = [.. Key.Select(column => Columns.ToList().IndexOf(column))];
        var (key, rows) = (Sql.Join(", ", Key.Select(name)), Rows.Select(row => Sql.Join(", ", places.Select(place => (Sql)$"{row[place]}"))));
        if (Rows.Count == 0)
        {
            return $"FALSE";
        }

        if (places is [_])
        {
            return $"{key} IN ({Sql.Join(", ", rows)})";
        }

        // To SQLite a list of rows is a query, and a thousand conditions are too many. PostgreSQL takes a date for a text in a query, and for a date in a list.
        var list = Sql.Join(", ", rows.Select(row => (Sql)$"({row})"));
        return Sql.Per(postgreSql: $"({key}) IN ({list})", sqlite: $"({key}) IN (VALUES {list})");
    }
}
