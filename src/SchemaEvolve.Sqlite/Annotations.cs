using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Providers;
using SchemaEvolve.Sqlite.DualWrites;

namespace SchemaEvolve.Sqlite;

/// <summary>Keeps what SQLite has no place for, such as comments and enum types, in a table of its own that SQL can read.</summary>
internal static class Annotations
{
    public const string Name = "schema_evolve_annotations";

    public const string OfTable = "table";

    public const string OfColumn = "column";

    public const string OfEnum = "enum";

    public const string OfDualWrite = "dual write";

    public const string OfLoosened = "not null";

    public const string OfAlias = "alias";

    public const string OfMirror = "mirror";

    private static Sql Table => $"{(Identifier)Name}";

    // detail is a column's name or a number, and has no type so that each stays what it is.
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

    /// <summary>The comments and the dual writes of a table that is new.</summary>
    public static IEnumerable<Statement> Annotate(Table table) =>
    [
        .. DualWrites(table).SelectMany(note => Put(note.Kind, table.Name, note.Detail, note.Words)),
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

    /// <summary>What becomes of the annotations with a change within a table.</summary>
    public static IEnumerable<Statement> Follow(TableChange change, Table before, Table after) =>
    [
        .. change switch
        {
            AddColumn c => Comment(c.Table, c.Column),
            DropColumn c => Set(new(c.Table, c.Column, null), before),
            _ => [],
        },
        .. Redefine(before, after),
    ];

    public static IEnumerable<Statement> DropTable(Table table) =>
        IsAnnotated(table) ? Remove($"kind IN ({TableKinds}) AND object = {Text(table.Name.Name)}") : [];

    public static IEnumerable<Statement> RenameColumn(Table table, Identifier from, Identifier to) => table.Columns[from].Comment is null
        ? []
        : [Statement.Run($"UPDATE {Table} SET detail = {Text(to)} WHERE kind = {Text(OfColumn)} AND object = {Text(table.Name.Name)} AND detail = {Text(from)}")];

    public static IEnumerable<Statement> RenameTable(Table table, Identifier to) => IsAnnotated(table)
        ? [Statement.Run($"UPDATE {Table} SET object = {Text(to)} WHERE kind IN ({TableKinds}) AND object = {Text(table.Name.Name)}")]
        : [];

    public static IEnumerable<Statement> CreateAlias(Alias alias) => Put(OfAlias, alias.Name, Text(""), alias.Of.Name.Value);

    public static IEnumerable<Statement> DropAlias(QualifiedName name) => Remove($"kind = {Text(OfAlias)} AND object = {Text(name.Name)}");

    public static IEnumerable<Statement> AddMirror(Mirror mirror) => Put(OfMirror, mirror.Name, Text(""), MirrorJson.Write(mirror));

    public static IEnumerable<Statement> DropMirror(Mirror mirror) => Remove($"kind = {Text(OfMirror)} AND object = {Text(mirror.Name.Name)}");

    /// <summary>What becomes of the older names of a table that gets a new one.</summary>
    public static IEnumerable<Statement> RenameAliased(Catalog before, QualifiedName table, Identifier to) => before.Aliases.Any(alias => alias.Of == table)
        ? [Statement.Run($"UPDATE {Table} SET words = {Text(to)} WHERE kind = {Text(OfAlias)} AND words = {Text(table.Name)}")]
        : [];

    private static Sql TableKinds => Sql.Join(", ", new[] { OfTable, OfColumn, OfDualWrite, OfLoosened }.Select(Text));

    private static bool IsAnnotated(Table table) =>
        table.Comment is not null || table.DualWrites.Count > 0 || table.Columns.Any(column => column.Comment is not null);

    private static IEnumerable<(string Kind, Sql Detail, string Words)> DualWrites(Table table) =>
    [
        .. table.DualWrites.Select((sync, number) => (OfDualWrite, (Sql)$"{number + 1}", DualWriteJson.Write(sync))),
        .. table.Loosened.Select(column => (OfLoosened, Text(column.Name), "by trigger")),
    ];

    private static IEnumerable<Statement> Redefine(Table before, Table after) => DualWrites(before).SequenceEqual(DualWrites(after)) ? [] :
    [
        .. before.DualWrites.Count == 0 ? [] : Remove($"kind IN ({Text(OfDualWrite)}, {Text(OfLoosened)}) AND object = {Text(after.Name.Name)}"),
        .. DualWrites(after).SelectMany(note => Put(note.Kind, after.Name, note.Detail, note.Words)),
    ];

    private static IEnumerable<Statement> Put(string kind, QualifiedName name, Sql detail, string words) =>
    [
        Statement.Run(Create),
        Statement.Run($"INSERT OR REPLACE INTO {Table} (kind, object, detail, words) VALUES ({Text(kind)}, {Text(name.Name)}, {detail}, {Sql.Literal(words)})"),
    ];

    private static IEnumerable<Statement> Remove(Sql condition) => [Statement.Run($"DELETE FROM {Table} WHERE {condition}")];

    private static Sql Text(Identifier name) => Text(name.Value);

    private static Sql Text(string text) => Sql.Literal(text);
}
