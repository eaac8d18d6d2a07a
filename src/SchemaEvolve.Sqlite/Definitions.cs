using SchemaEvolve.Catalogs;
using SchemaEvolve.Sqlite.DualWrites;
using SchemaEvolve.Sqlite.Texts;

namespace SchemaEvolve.Sqlite;

/// <summary>Says what a table is made of, in the SQL of SQLite.</summary>
internal static class Definitions
{
    /// <summary>The statement that makes a table. Its indexes are statements of their own.</summary>
    public static TableText Create(Table table, Catalog catalog)
    {
        ValueList<Element> elements =
        [
            .. table.Columns.Select(column => Element.Of(Column(column, table, catalog))),
            .. Constraints(table).Select(Element.Of),
        ];

        return new TableText(
            $"CREATE TABLE {table.Name.Name.Quoted} ",
            [.. elements.SkipLast(1), elements[^1] with { Tail = "\n" }],
            "").WithOptions(table.Options);
    }

    public static Sql Column(Column column, Table table, Catalog catalog) =>
        $"{column.Name} {Sql.Join(" ", Clauses(column, table, catalog).Where(clause => !clause.IsEmpty))}";

    /// <summary>The primary key behind the column that numbers the rows. SQLite takes it nowhere else.</summary>
    public static Sql NumberingKey(Identifier name) => $"CONSTRAINT {name} PRIMARY KEY AUTOINCREMENT";

    public static Sql Key(PrimaryKey key) => $"CONSTRAINT {key.Name} PRIMARY KEY ({key.Columns})";

    public static Sql Default(Sql value) => IsLiteral(value) ? (Sql)$"DEFAULT {value}" : $"DEFAULT ({value})";

    public static Sql Collation(QualifiedName collation) => $"COLLATE {collation.Name}";

    public static Sql Unique(Unique unique) => $"CONSTRAINT {unique.Name} UNIQUE ({unique.Columns})";

    public static Sql Check(Check check) => $"CONSTRAINT {check.Name} CHECK ({check.Condition})";

    public static Sql ForeignKey(ForeignKey key) => Sql.Join(" ", new Sql[]
    {
        $"CONSTRAINT {key.Name} FOREIGN KEY ({key.Columns}) REFERENCES {key.References.Name} ({key.To})",
        Action("DELETE", key.OnDelete),
        Action("UPDATE", key.OnUpdate),
        key.Deferral switch
        {
            Deferral.InitiallyDeferred => $"DEFERRABLE INITIALLY DEFERRED",
            Deferral.InitiallyImmediate => $"DEFERRABLE INITIALLY IMMEDIATE",
            _ => Sql.Empty,
        },
    }.Where(part => !part.IsEmpty));

    public static Sql Index(QualifiedName table, Index index) => index.Source.Text is { } source
        ? Sql.Raw(source)
        : $"CREATE {Sql.If(index.IsUnique, $"UNIQUE ")}INDEX {index.Name} ON {table.Name} ({Sql.Join(", ", index.Keys.Select(Key))}){Where(index.Condition)}";

    /// <summary>Whether a default is one value, known now. <c>ADD COLUMN</c> takes no other where there are rows.</summary>
    public static bool IsConstant(Sql value) => IsLiteral(value) && !value.For(Engines.Sqlite).StartsWith("CURRENT_", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Sql> Clauses(Column column, Table table, Catalog catalog) =>
    [
        Sql.Raw(SqliteTypes.Declare(column, table.IsStrict)),
        column.Identity is not null && table.PrimaryKey is { } key ? NumberingKey(key.Name) : Sql.Empty,
        Sql.If(!column.IsNullable && column.Identity is null && !table.Loosens(column), $"NOT NULL"),
        column.Default is { } value ? Default(value) : Sql.Empty,
        column.Collation is { } collation ? Collation(collation) : Sql.Empty,
        .. SqliteTypes.Rules(column, catalog),
        column.Generated is { } generated
            ? $"GENERATED ALWAYS AS ({generated.Expression}) {(generated.IsStored ? Sql.Raw("STORED") : Sql.Raw("VIRTUAL"))}"
            : Sql.Empty,
    ];

    private static IEnumerable<Sql> Constraints(Table table) =>
    [
        .. table.PrimaryKey is { } key && !table.Columns.Any(column => column.Identity is not null) ? [Key(key)] : Array.Empty<Sql>(),
        .. table.Uniques.Select(Unique),
        .. table.Checks.Select(Check),
        .. table.ForeignKeys.Select(ForeignKey),
    ];

    private static Sql Key(IndexKey key) =>
        $"{KeyValue(key)}{(key.Collation is { } collation ? (Sql)$" {Collation(collation)}" : Sql.Empty)}{Sql.If(key.IsDescending, $" DESC")}";

    private static Sql KeyValue(IndexKey key) => key.Column is { } column ? (Sql)$"{column}" : $"({key.Expression!})";

    private static Sql Where(Sql? condition) => condition is null ? Sql.Empty : $" WHERE {condition}";

    private static Sql Action(string trigger, ReferentialAction action) => action switch
    {
        ReferentialAction.Restrict => $"ON {Sql.Raw(trigger)} RESTRICT",
        ReferentialAction.Cascade => $"ON {Sql.Raw(trigger)} CASCADE",
        ReferentialAction.SetNull => $"ON {Sql.Raw(trigger)} SET NULL",
        ReferentialAction.SetDefault => $"ON {Sql.Raw(trigger)} SET DEFAULT",
        _ => Sql.Empty,
    };

    private static bool IsLiteral(Sql value)
    {
        var words = new Words(value.For(Engines.Sqlite));
        var first = words.IsAt(0, "-") || words.IsAt(0, "+") ? 1 : 0;

        return (words.Count - first) switch
        {
            1 => words[first].Kind is Lexing.SqlTokenKind.Text or Lexing.SqlTokenKind.Number || (first == 0 && IsKeyword(words[0].Text)),
            2 => first == 0 && words[0].Is("X") && words[1].Kind is Lexing.SqlTokenKind.Text && words.StartOf(1) == words.EndOf(0),
            _ => false,
        };
    }

    private static bool IsKeyword(string word) =>
        word.ToUpperInvariant() is "NULL" or "TRUE" or "FALSE" or "CURRENT_TIME" or "CURRENT_DATE" or "CURRENT_TIMESTAMP";
}
