using System.Globalization;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Providers;
using SchemaEvolve.Sqlite.DualWrites;

namespace SchemaEvolve.Sqlite;

/// <summary>Says how the rows of a table are brought up to date in batches.</summary>
internal static class SqliteBatches
{
    /// <summary>The batches of a backfill, or nothing for another change.</summary>
    public static Batches? Of(Change change, Catalog catalog) => change switch
    {
        Backfill c => Of(catalog[c.Table], catalog, c.Set, c.Stale(assignment => Differs(assignment, catalog[c.Table]))),
        BackfillByCode c => Of(c, catalog[c.Table], catalog),
        _ => null,
    };

    /// <summary>Looks for rows that a backfill should have filled. In no transaction, so that others write meanwhile.</summary>
    public static Statement Verify(VerifyBackfill change, Catalog catalog)
    {
        var batches = Of(change.Of, catalog)!;
        var key = batches.Key.Count == 0 ? (Sql)$"1" : Sql.Join(", ", batches.Key.Select(part => part.Shown));

        return Statement.MustBeEmpty(change.Rule, $"SELECT {key} FROM {batches.Table.Name} WHERE {batches.Stale} LIMIT 6") with { IsTransactional = false };
    }

    private static Batches Of(BackfillByCode change, Table table, Catalog catalog)
    {
        var keys = KeyOf(table, catalog).Count;
        if (keys == 0)
        {
            throw new CatalogException($"The rows of {change.Table} have no key by which C# could go through them: its columns take all names of the row number. Give it a primary key.");
        }

        ValueList<Assignment> set = [.. change.Writes.Select((column, place) => new Assignment(column, PageValue(keys + place)))];

        return Of(table, catalog, set, Sql.Join(" OR ", set.Select(assignment => Differs(assignment, table)))) with
        {
            Reads = [.. change.Columns.Select(column => (Sql)$"{column}")],
            Where = change.Where,
        };
    }

    private static Batches Of(Table table, Catalog catalog, ValueList<Assignment> set, Sql stale) => new(table.Name, KeyOf(table, catalog))
    {
        Update = $"UPDATE {table.Name.Name} SET {Assignments.Set(set, table, isTrigger: false)}",
        Stale = stale,
        HasOneWriter = true,
        Sweeps = KeyOf(table, catalog).Count == 0,
        Estimate = Numbering.Of(table, catalog).RowId is { } row
            // In a query of its own, each end is looked up; together they take a walk through the whole table.
            ? (Sql)$"SELECT coalesce((SELECT max({row}) FROM {table.Name.Name}) - (SELECT min({row}) FROM {table.Name.Name}) + 1, 0)"
            : $"SELECT count(*) FROM {table.Name.Name}",
    };

    // VACUUM gives rows new numbers where no column is the number, so any other key is better.
    private static ValueList<KeyPart> KeyOf(Table table, Catalog catalog)
    {
        var numbering = Numbering.Of(table, catalog);
        var candidates = table.PrimaryKey is { } primary ? table.Uniques.Select(unique => unique.Columns).Prepend(primary.Columns) : table.Uniques.Select(unique => unique.Columns);
        var key = numbering.IsColumn ? table.PrimaryKey!.Columns : candidates.FirstOrDefault(columns => table.Named(columns).All(column => !column.IsNullable));
        Identifier[] row = numbering.RowId is { } number ? [number] : [];

        return [.. (key ?? [.. row]).Select(Key)];
    }

    // quote() ends a text at its first NUL.
    private static KeyPart Key(Identifier column) => new(
        column,
        $"CASE WHEN typeof({column}) = 'text' AND instr({column}, char(0)) THEN 'CAST(X''' || hex({column}) || ''' AS TEXT)' ELSE quote({column}) END",
        $"{column}");

    private static Sql PageValue(int place) => $"{Batches.Page}.{(Identifier)string.Create(CultureInfo.InvariantCulture, $"se_{place}")}";

    private static Sql Differs(Assignment assignment, Table table) => $"NOT ({Assignments.AreMade([assignment], table, isTrigger: false)})";
}
