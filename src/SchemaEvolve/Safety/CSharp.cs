using System.Globalization;

namespace SchemaEvolve.Safety;

/// <summary>Spells things as authors of migrations write them.</summary>
internal static class CSharp
{
    public static string Name(QualifiedName name) => name.Schema is { } schema ? $"(\"{schema}\", \"{name.Name}\")" : $"\"{name.Name}\"";

    public static string Table(QualifiedName name) => $"schema.Table({Name(name)})";

    public static string Names(IEnumerable<Identifier> names) => string.Join(", ", names.Select(name => $"\"{name}\""));

    public static string Type(ColumnType type) => type switch
    {
        IntegerType { Bits: var bits } => $"ColumnType.Int{bits}",
        FloatType { Bits: 32 } => "ColumnType.Real",
        FloatType => "ColumnType.Double",
        DecimalType { Precision: var precision, Scale: var scale } => $"ColumnType.Decimal({precision}, {scale})",
        TextType { Max: null } => "ColumnType.Text()",
        TextType { Max: { } max } => $"ColumnType.Text({max})",
        CharType { Length: var length } => $"ColumnType.Char({length})",
        TimestampType { IsLocal: true } => "ColumnType.LocalTimestamp",
        EnumType { Of: var name } => $"ColumnType.Enum({Name(name)})",
        CustomType { Words: var words } => $"ColumnType.Custom($\"{words}\")",
        _ => $"ColumnType.{char.ToUpperInvariant(type.Name[0])}{type.Name[1..]}",
    };

    /// <summary>The type as a method of <see cref="Column"/>, with the name of the column.</summary>
    public static string Column(Identifier name, ColumnType type) => type is CustomType ? $"Column.Of(\"{name}\", {Type(type)})" : Type(type)["ColumnType.".Length..] switch
    {
        var plain when plain.EndsWith("()", StringComparison.Ordinal) => $"Column.{plain[..^2]}(\"{name}\")",
        var precise when precise.EndsWith(')') => $"Column.{precise.Insert(precise.IndexOf('(', StringComparison.Ordinal) + 1, $"\"{name}\", ")}",
        var word => $"Column.{word}(\"{name}\")",
    };

    public static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.#} GB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} kB"),
    };

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
