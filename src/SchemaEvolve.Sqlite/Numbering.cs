using SchemaEvolve.Catalogs;
using SchemaEvolve.Sqlite.Texts;

namespace SchemaEvolve.Sqlite;

/// <summary>How SQLite tells the rows of a table apart.</summary>
/// <remarks>https://www.sqlite.org/lang_createtable.html#rowid</remarks>
/// <param name="RowId">A name by which the row number can be read and written, or <see langword="null"/> if there is none.</param>
/// <param name="IsColumn">Whether a column of the table is the row number.</param>
/// <param name="Counts">Whether numbers are never given a second time.</param>
internal sealed record Numbering(Identifier? RowId, bool IsColumn, bool Counts)
{
    public static Numbering Of(Table table, Catalog catalog)
    {
        var text = TableText.Of(table, catalog);
        var free = new Identifier[] { "rowid", "_rowid_", "oid" }
            .Where(name => !table.Columns.Any(column => SqliteNames.AreSame(column.Name, name)))
            .Select(name => (Identifier?)name)
            .FirstOrDefault();

        return new(
            table.HasRowId ? free : null,
            text.Rules.Any(place => place.Rule.IsKey && IsRowNumber(text, place.Column, place.Rule)),
            text.Rules.Any(place => place.Rule.IsKey && place.Rule.Says("AUTOINCREMENT")));
    }

    /// <summary>The dual write that gives the column with the row number another name, or <see langword="null"/> if there is none.</summary>
    public DualWrite? RenamingIn(Table table) => IsColumn && table.PrimaryKey is { Columns: [var number] }
        ? table.DualWrites.FirstOrDefault(sync =>
            sync is { Up: [{ Column: var shadow }], Down: [{ Column: var old, Value: var down }] }
            && old == number
            && new Words(down.For(Engines.Sqlite)) is [{ IsName: true, Value: var name }]
            && SqliteNames.AreSame(shadow, name)
            && table.NewerThan(sync).SequenceEqual([shadow]))
        : null;

    private static bool IsRowNumber(TableText text, ColumnText? owner, Clause key) =>
        key.ColumnsOr(owner) is [var only]
        && text[only].IsInteger
        && !(owner is not null && key.Says("DESC"));
}
