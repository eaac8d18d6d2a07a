using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite;

/// <summary>Keeps what SQLite has no place for, comments and enum types, in a table of its own that SQL can read.</summary>
internal static class Annotations
{
    public const string Name = "schema_evolve_annotations";

    public const string OfTable = "table";

    public const string OfColumn = "column";

    public const string OfEnum = "enum";

    private static Sql Table => $"{(Identifier)Name}";

    // detail is a column's name or an enum value's number, and has no type so that each stays what it is.
    private static Sql Create =>
        $"""
        CREATE TABLE IF NOT EXISTS {Table} (
            kind TEXT NOT NULL,
            object TEXT NOT NULL,
            detail NOT NULL,
            words TEXT NOT NULL,
            PRIMARY KEY (kind, object, detail)
        ) WITHOUT ROWID
        """;

    /// <summary>The comments of a table that is new.</summary>
    public static IEnumerable<Statement> Comment(Table table) =>
    [
        .. table.Comment is { } comment ? Put(OfTable, table.Name, Text(""), comment) : [],
        .. table.Columns.Where(column => column.Comment is not null).SelectMany(column => Comment(table.Name, column)),
    ];

    /// <summary>The comment of a column that is new.</summary>
    public static IEnumerable<Statement> Comment(QualifiedName table, Column column) =>
        column.Comment is { } comment ? Put(OfColumn, table, Text(column.Name), comment) : [];

    public static IEnumerable<Statement> Set(SetComment change, Table before)
    {
        var old = change.Column is { } name ? before.Columns[name].Comment : before.Comment;
        var kind = change.Column is null ? OfTable : OfColumn;
        var detail = Text(change.Column?.Value ?? "");

        return (old, change.Comment) switch
        {
            (_, { } comment) => Put(kind, change.Table, detail, comment),
            (null, null) => [],
            _ => Remove($"kind = {Text(kind)} AND object = {Text(change.Table.Name)} AND detail = {detail}"),
        };
    }

    public static IEnumerable<Statement> Define(EnumDefinition definition) =>
        definition.Values.SelectMany((value, number) => Put(OfEnum, definition.Name, $"{number + 1}", value));

    public static IEnumerable<Statement> Redefine(EnumDefinition definition) => [.. DropEnum(definition.Name), .. Define(definition)];

    public static IEnumerable<Statement> DropEnum(QualifiedName name) => Remove($"kind = {Text(OfEnum)} AND object = {Text(name.Name)}");

    /// <summary>What becomes of the comments with a change within a table.</summary>
    public static IEnumerable<Statement> Follow(TableChange change, Table before) => change switch
    {
        AddColumn c => Comment(c.Table, c.Column),
        DropColumn c => Set(new(c.Table, c.Column, null), before),
        _ => [],
    };

    public static IEnumerable<Statement> DropTable(Table table) =>
        IsAnnotated(table) ? Remove($"kind IN ({Text(OfTable)}, {Text(OfColumn)}) AND object = {Text(table.Name.Name)}") : [];

    public static IEnumerable<Statement> RenameColumn(Table table, Identifier from, Identifier to) => table.Columns[from].Comment is null
        ? []
        : [Statement.Run($"UPDATE {Table} SET detail = {Text(to)} WHERE kind = {Text(OfColumn)} AND object = {Text(table.Name.Name)} AND detail = {Text(from)}")];

    public static IEnumerable<Statement> RenameTable(Table table, Identifier to) => IsAnnotated(table)
        ? [Statement.Run($"UPDATE {Table} SET object = {Text(to)} WHERE kind IN ({Text(OfTable)}, {Text(OfColumn)}) AND object = {Text(table.Name.Name)}")]
        : [];

    private static bool IsAnnotated(Table table) => table.Comment is not null || table.Columns.Any(column => column.Comment is not null);

    private static IEnumerable<Statement> Put(string kind, QualifiedName name, Sql detail, string words) =>
    [
        Statement.Run(Create),
        Statement.Run($"INSERT OR REPLACE INTO {Table} (kind, object, detail, words) VALUES ({Text(kind)}, {Text(name.Name)}, {detail}, {Sql.Literal(words)})"),
    ];

    private static IEnumerable<Statement> Remove(Sql condition) => [Statement.Run($"DELETE FROM {Table} WHERE {condition}")];

    private static Sql Text(Identifier name) => Text(name.Value);

    private static Sql Text(string text) => Sql.Literal(text);
}
