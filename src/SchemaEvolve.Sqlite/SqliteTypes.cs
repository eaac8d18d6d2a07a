using System.Globalization;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Lexing;
using SchemaEvolve.Sqlite.Texts;

namespace SchemaEvolve.Sqlite;

/// <summary>What types are called in SQLite, which keeps the words of a declaration and derives from them how values are stored.</summary>
/// <remarks>
/// Each type has words of its own, so that an inspector reads back what was declared. A <c>STRICT</c> table takes six words only;
/// there, the others stand before the word in a comment, which SQLite keeps.
/// https://www.sqlite.org/datatype3.html#determination_of_column_affinity
/// </remarks>
internal static class SqliteTypes
{
    // NUMERIC affinity keeps the first 15 digits of a number and forgets the rest.
    private const int ExactDigits = 15;

    /// <summary>The words for the type of a column.</summary>
    public static string Declare(Column column, bool isStrict) => column.Identity is not null ? "INTEGER"
        : !isStrict || Declare(column.Type) == DeclareStrict(column.Type) ? Declare(column.Type)
        : $"/* {Declare(column.Type)} */ {DeclareStrict(column.Type)}";

    /// <summary>The rules that come with the type of a column, so that SQLite refuses what PostgreSQL refuses.</summary>
    public static IEnumerable<Sql> Rules(Column column, Catalog catalog) => column.Type switch
    {
        TextType { Max: { } max } => [$"CHECK (length({column.Name}) <= {max})"],
        CharType type => [$"CHECK (length({column.Name}) <= {type.Length})"],
        EnumType type => [$"CONSTRAINT {type.Of.Name} CHECK ({IsOneOf(column, catalog.Enums[type.Of])})"],
        _ => [],
    };

    /// <summary>What the rule of an enum asks of a column.</summary>
    public static Sql IsOneOf(Column column, EnumDefinition type) =>
        $"{column.Name} IN ({Sql.Join(", ", type.Values.Select(value => Sql.Literal(value)))})";

    /// <summary>The columns that are of an enum type.</summary>
    public static IEnumerable<Column> Users(Table table, QualifiedName type) =>
        table.Columns.Where(column => column.Type is EnumType { Of: var of } && of == type);

    /// <summary>The type of a column.</summary>
    public static ColumnType Read(ColumnText column, bool isStrict)
    {
        var plain = Read(column, column.Type);

        return isStrict && Note(column) is { } note && Read(column, note) is var noted && DeclareStrict(noted) == DeclareStrict(plain) ? noted : plain;
    }

    /// <summary>Whether a rule of a column came with its type, and is no check that an author wrote.</summary>
    public static bool Owns(ColumnText column, Clause clause, bool isStrict) => Read(column, isStrict) switch
    {
        TextType { Max: { } max } => LimitOf(column, clause) == max,
        CharType type => LimitOf(column, clause) == type.Length,
        EnumType => IsEnumRule(clause),
        _ => false,
    };

    /// <summary>A value as the new type of its column stores it.</summary>
    public static Sql Convert(Sql value, ColumnType from, ColumnType to) => (StorageOf(from), StorageOf(to)) switch
    {
        var (before, after) when before == after => value,
        (_, Storage.Unknown) or (Storage.Unknown, _) => value,
        // PostgreSQL rounds where CAST of SQLite cuts off.
        (Storage.Real or Storage.Numeric, Storage.Integer) => $"CAST(round({value}) AS INTEGER)",
        (Storage.Integer, Storage.Numeric) => value,
        (_, var after) => $"CAST({value} AS {Sql.Raw(after.ToString().ToUpperInvariant())})",
    };

    /// <summary>Whether text may turn out not to be a number on the way to the new type: <c>CAST</c> would silently make it 0.</summary>
    public static bool MayLoseText(ColumnType from, ColumnType to) =>
        StorageOf(from) is Storage.Text or Storage.Unknown or Storage.Blob && StorageOf(to) is Storage.Integer or Storage.Real or Storage.Numeric;

    private static string Declare(ColumnType declared) => declared switch
    {
        BooleanType => "BOOLEAN",
        IntegerType { Bits: 16 } => "SMALLINT",
        IntegerType { Bits: 32 } => "INT",
        IntegerType => "BIGINT",
        FloatType { Bits: 32 } => "REAL",
        FloatType => "DOUBLE",
        DecimalType { Precision: <= ExactDigits } type => Invariant($"DECIMAL({type.Precision}, {type.Scale})"),
        DecimalType type => Invariant($"DECIMAL TEXT({type.Precision}, {type.Scale})"),
        TextType { Max: { } max } => Invariant($"VARCHAR({max})"),
        TextType => "TEXT",
        CharType type => Invariant($"CHAR({type.Length})"),
        BinaryType => "BLOB",
        DateType => "DATE",
        TimeType => "TIME",
        TimestampType { IsLocal: true } => "TIMESTAMP",
        TimestampType => "TIMESTAMPTZ",
        GuidType => "UUID",
        JsonType => "JSON TEXT",
        EnumType => "ENUM TEXT",
        CustomType type => type.Words.For(Engines.Sqlite),
        var unknown => throw new CatalogException($"SQLite has no type for {unknown}. Write ColumnType.Custom with a type of SQLite."),
    };

    private static string DeclareStrict(ColumnType type) => type switch
    {
        IntegerType { Bits: 32 } => "INT",
        BooleanType or IntegerType => "INTEGER",
        FloatType => "REAL",
        BinaryType => "BLOB",
        CustomType custom => custom.Words.For(Engines.Sqlite),
        _ => "TEXT",
    };

    private static ColumnType Read(ColumnText column, string type)
    {
        var words = new Words(type);
        var name = string.Join(' ', Enumerable.Range(0, words.Count)
            .TakeWhile(place => !words.IsAt(place, "("))
            .Select(place => words[place].Text.ToUpperInvariant()));
        int[] sizes = words.Find("(") is >= 0 and var open && words.Parts(open).All(part => int.TryParse(part, CultureInfo.InvariantCulture, out _))
            ? [.. words.Parts(open).Select(part => int.Parse(part, CultureInfo.InvariantCulture))]
            : [];
        var limit = column.Clauses.Select(clause => LimitOf(column, clause)).FirstOrDefault(found => found is not null);

        return (name, sizes) switch
        {
            ("BOOLEAN", []) => ColumnType.Boolean,
            ("SMALLINT", []) => ColumnType.Int16,
            ("INT", []) => ColumnType.Int32,
            ("BIGINT" or "INTEGER", []) => ColumnType.Int64,
            ("REAL", []) => ColumnType.Real,
            ("DOUBLE", []) => ColumnType.Double,
            ("DECIMAL", [> 0 and <= ExactDigits and var precision, >= 0 and var scale]) when scale <= precision => ColumnType.Decimal(precision, scale),
            ("DECIMAL TEXT", [> ExactDigits and var precision, >= 0 and var scale]) when scale <= precision => ColumnType.Decimal(precision, scale),
            ("VARCHAR", [var max]) when limit == max => ColumnType.Text(max),
            ("CHAR", [var length]) when limit == length => ColumnType.Char(length),
            ("TEXT", []) => ColumnType.Text(),
            ("BLOB", []) => ColumnType.Binary,
            ("DATE", []) => ColumnType.Date,
            ("TIME", []) => ColumnType.Time,
            ("TIMESTAMP", []) => ColumnType.LocalTimestamp,
            ("TIMESTAMPTZ", []) => ColumnType.Timestamp,
            ("UUID", []) => ColumnType.Guid,
            ("JSON TEXT", []) => ColumnType.Json,
            ("ENUM TEXT", []) when column.Find(IsEnumRule) is { Name: { } of } => ColumnType.Enum(of),
            _ => ColumnType.Custom(Sql.Raw(type.Trim())),
        };
    }

    // The words for a column of a STRICT table if it were in another.
    private static string? Note(ColumnText column) =>
        SqlLexer.Read(column.Type, Engines.Sqlite).FirstOrDefault(token => token.Kind is SqlTokenKind.Comment) is { Text: ['/', '*', .. var note, '*', '/'] } ? note : null;

    private static Storage StorageOf(ColumnType type) => type switch
    {
        BooleanType or IntegerType => Storage.Integer,
        FloatType => Storage.Real,
        DecimalType { Precision: <= ExactDigits } => Storage.Numeric,
        BinaryType => Storage.Blob,
        CustomType => Storage.Unknown,
        _ => Storage.Text,
    };

    private static bool IsEnumRule(Clause clause) => clause.Is("CHECK") && clause.Name is not null && clause.Says("CHECK");

    private static int? LimitOf(ColumnText column, Clause clause)
    {
        if (!clause.Is("CHECK") || clause.Name is not null)
        {
            return null;
        }

        var words = new Words(clause.Expression.For(Engines.Sqlite));

        return words.Count == 7 && words.IsAt(0, "length") && SqliteNames.AreSame(words[2].Value, column.Name) && words.IsAt(4, "<") && words.IsAt(5, "=")
            && int.TryParse(words[6].Text, CultureInfo.InvariantCulture, out var limit) && limit > 0
            ? limit
            : null;
    }

    private static string Invariant(FormattableString words) => words.ToString(CultureInfo.InvariantCulture);

    private enum Storage
    {
        Unknown,
        Integer,
        Real,
        Numeric,
        Text,
        Blob,
    }
}
