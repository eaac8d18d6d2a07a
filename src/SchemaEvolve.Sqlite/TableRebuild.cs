using System.Collections.Immutable;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Providers;
using SchemaEvolve.Sqlite.Texts;
using static SchemaEvolve.Providers.Statement;

namespace SchemaEvolve.Sqlite;

/// <summary>A copy of a table that SQLite cannot alter in place, and where each of its values comes from.</summary>
/// <remarks>Changes fold into it one by one, so that any number of them costs one copy of the table.</remarks>
/// <param name="Before">The table before.</param>
/// <param name="Numbering">How the table numbered its rows before.</param>
/// <param name="Copies">The value of each column that comes from the table before. Other columns take their defaults.</param>
/// <param name="Requirements">What must be so before anything is copied.</param>
internal sealed record TableRebuild(
    Table Before,
    Numbering Numbering,
    ImmutableDictionary<Identifier, Sql> Copies,
    ValueList<Statement> Requirements)
{
    public static TableRebuild Of(Table table, Catalog catalog) => new(
        table,
        Numbering.Of(table, catalog),
        table.Columns.Where(column => column.Generated is null).ToImmutableDictionary(column => column.Name, column => (Sql)$"{column.Name}"),
        []);

    /// <summary>This copy with one more change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="before">The table just before it.</param>
    public TableRebuild Fold(Change change, Table before) => change switch
    {
        DropColumn c => this with { Copies = Copies.Remove(c.Column) },
        RenameColumn c when Copies.TryGetValue(c.From, out var copy) => this with { Copies = Copies.Remove(c.From).Add(c.To, copy) },
        ChangeColumnType c when Copies.TryGetValue(c.Column, out var copy) => this with
        {
            Copies = Copies.SetItem(c.Column, Converted(c, copy, before.Columns[c.Column].Type)),
            Requirements = [.. Requirements, .. Required(c, copy, before.Columns[c.Column].Type)],
        },
        // In the rows that are there, a column that joins the table in this copy has the default that it came with.
        SetDefault c when !Copies.ContainsKey(c.Column) => this with { Copies = Copies.Add(c.Column, before.Columns[c.Column].Default ?? $"NULL") },
        DropEnumValue c => this with { Requirements = [.. Requirements, .. Copied(before, c.Enum).Select(column => Unused(c, column))] },
        RenameEnumValue c => this with
        {
            Copies = Copies.SetItems(Copied(before, c.Enum).Select(column => KeyValuePair.Create(column, Renamed(c, Copies[column])))),
        },
        _ => this, // a new column takes its default; constraints, indexes and options copy nothing
    };

    // https://www.sqlite.org/lang_altertable.html#otheralter, steps 4 to 8. Views and the triggers of other tables stay as they are:
    // under legacy_alter_table, DROP and RENAME leave them alone, and they find the table again under its name.
    public IEnumerable<Statement> Statements(Table after, Catalog catalog)
    {
        var name = Before.Name.Name;
        Identifier copy = $"_se_new_{name}";
        var numbering = Numbering.Of(after, catalog);
        var columns = after.Columns.Where(column => Copies.ContainsKey(column.Name)).Select(column => column.Name).ToList();
        Identifier[] rowId = Numbering.RowId is { } from && numbering is { RowId: not null, IsColumn: false } ? [from] : [];

        return
        [
            .. Requirements,
            Run(Sql.Raw(TableText.Of(after, catalog).Named(copy).ToString())),
            // Without OR ABORT, a constraint that was written ON CONFLICT IGNORE or REPLACE would silently drop rows.
            Run(
                $"""
                INSERT OR ABORT INTO {copy} ({rowId.Concat(columns)})
                SELECT {Sql.Join(", ", [.. rowId.Select(id => (Sql)$"{id}"), .. columns.Select(column => Copies[column])])}
                FROM {name}
                """).Rewriting(Before.Name),
            .. Numbering.Counts && numbering.Counts ? KeepCounter(name, copy) : [],
            Run($"DROP TABLE {name}"),
            Run($"ALTER TABLE {copy} RENAME TO {name}"),
            .. after.Indexes.Select(index => Run(Definitions.Index(after.Name, index))),
            .. after.Opaques.Select(opaque => Run(opaque.Definition)),
            .. Machinery.Create(after, catalog),
        ];
    }

    private static Sql Converted(ChangeColumnType change, Sql value, ColumnType from) =>
        change.Using.IsNone ? SqliteTypes.Convert(value, from, change.Type) : change.Using.Of(value);

    // CAST makes 0 of text that is no number. Comparing makes a number of text only if it is one.
    private IEnumerable<Statement> Required(ChangeColumnType change, Sql value, ColumnType from) =>
        change.Using.IsNone && SqliteTypes.MayLoseText(from, change.Type) && Before.Columns.Contains(change.Column)
            ?
            [
                MustBeEmpty(
                    $"Every value of {change.Table}.{change.Column} is a number, as type {change.Type} needs.",
                    $"SELECT {value} FROM {change.Table.Name} WHERE {value} IS NOT CAST({value} AS NUMERIC)"),
            ]
            : [];

    private IEnumerable<Identifier> Copied(Table before, QualifiedName type) =>
        SqliteTypes.Users(before, type).Select(column => column.Name).Where(Copies.ContainsKey);

    // The rule of the column would stop the copy as well, but could not tell which value is in the way, and where.
    private Statement Unused(DropEnumValue change, Identifier column) => MustBeEmpty(
        $"No row of {Before.Name} has {change.Value} in {column}, which enum {change.Enum} is about to lose.",
        $"SELECT {Sql.Join(", ", (Before.PrimaryKey?.Columns ?? []).Select(key => (Sql)$"{key}").Append(Copies[column]))} FROM {Before.Name.Name} WHERE {Copies[column]} = {Sql.Literal(change.Value)}");

    private static Sql Renamed(RenameEnumValue change, Sql value) =>
        $"CASE WHEN {value} = {Sql.Literal(change.From)} THEN {Sql.Literal(change.To)} ELSE {value} END";

    // DROP TABLE forgets how far AUTOINCREMENT has counted; a new row would take the number of a deleted one. RENAME takes it along.
    private static IEnumerable<Statement> KeepCounter(Identifier name, Identifier copy) =>
    [
        Run($"DELETE FROM sqlite_sequence WHERE name = {Sql.Literal(copy.Value)}"),
        Run($"INSERT INTO sqlite_sequence (name, seq) SELECT {Sql.Literal(copy.Value)}, seq FROM sqlite_sequence WHERE name = {Sql.Literal(name.Value)}"),
    ];
}
