using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SchemaEvolve.PostgreSql;

/// <summary>Says types in PostgreSQL's words, and understands them again.</summary>
internal static partial class PostgreSqlTypes
{
    /// <summary>The type in PostgreSQL's words.</summary>
    public static Sql Say(ColumnType type) => type switch
    {
        EnumType e => $"{e.Of}",
        CustomType c => c.Words,
        ArrayType a => $"{Say(a.Of)}[]",
        _ => Sql.Raw(Word(type)),
    };

    /// <summary>The type that PostgreSQL's <c>format_type</c> says, where it is neither an enum nor an array.</summary>
    public static ColumnType Understand(string words) => (Name(words), Numbers(words)) switch
    {
        ("boolean", []) => ColumnType.Boolean,
        ("smallint", []) => ColumnType.Int16,
        ("integer", []) => ColumnType.Int32,
        ("bigint", []) => ColumnType.Int64,
        ("real", []) => ColumnType.Real,
        ("double precision", []) => ColumnType.Double,
        ("numeric", [var precision, var scale and >= 0]) when scale <= precision => ColumnType.Decimal(precision, scale),
        ("text", []) => ColumnType.Text(),
        ("character varying", [var max]) => ColumnType.Text(max),
        ("character", [var length]) => ColumnType.Char(length),
        ("bytea", []) => ColumnType.Binary,
        ("date", []) => ColumnType.Date,
        ("time without time zone", []) => ColumnType.Time,
        ("timestamp with time zone", []) => ColumnType.Timestamp,
        ("timestamp without time zone", []) => ColumnType.LocalTimestamp,
        ("uuid", []) => ColumnType.Guid,
        ("json", []) => ColumnType.Json,
        ("jsonb", []) => new JsonbType(),
        _ => ColumnType.Custom(Sql.Raw(words)),
    };

    /// <summary>Whether a column can go from one type to the other without its rows being written anew.</summary>
    public static bool IsCatalogOnly(ColumnType from, ColumnType to) => (from, to) switch
    {
        (TextType, TextType) or (DecimalType, DecimalType) => from.WidensTo(to),
        (TimestampType, TimestampType) => true,
        _ => from == to,
    };

    private static string Word(ColumnType type) => type switch
    {
        BooleanType => "boolean",
        IntegerType { Bits: 16 } => "smallint",
        IntegerType { Bits: 32 } => "integer",
        IntegerType => "bigint",
        FloatType { Bits: 32 } => "real",
        FloatType => "double precision",
        DecimalType d => $"numeric({d.Precision},{d.Scale})",
        TextType { Max: { } max } => $"varchar({max})",
        TextType => "text",
        CharType c => $"char({c.Length})",
        BinaryType => "bytea",
        DateType => "date",
        TimeType => "time",
        TimestampType { IsLocal: true } => "timestamp",
        TimestampType => "timestamptz",
        GuidType => "uuid",
        JsonType => "json",
        JsonbType => "jsonb",
        _ => throw new UnreachableException($"PostgreSQL has no type for {type}."),
    };

    private static string Name(string words) => Modifier.Replace(words, "");

    private static int[] Numbers(string words) => Modifier.Match(words) is { Success: true } match
        ? [.. match.Groups[1].Value.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))]
        : [];

    [GeneratedRegex(@"\(([-\d,]+)\)$")]
    private static partial Regex Modifier { get; }
}
