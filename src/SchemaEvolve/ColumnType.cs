using SchemaEvolve.Catalogs;

namespace SchemaEvolve;

/// <summary>What a column holds, whatever the database calls it.</summary>
/// <remarks>The set is open: provider packages add types of their own, such as <c>jsonb</c>.</remarks>
public abstract record ColumnType
{
    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static ColumnType Boolean { get; } = new BooleanType();

    /// <summary>A whole number of 16 bits.</summary>
    public static ColumnType Int16 { get; } = new IntegerType(16);

    /// <summary>A whole number of 32 bits.</summary>
    public static ColumnType Int32 { get; } = new IntegerType(32);

    /// <summary>A whole number of 64 bits.</summary>
    public static ColumnType Int64 { get; } = new IntegerType(64);

    /// <summary>A floating-point number of 32 bits.</summary>
    public static ColumnType Real { get; } = new FloatType(32);

    /// <summary>A floating-point number of 64 bits.</summary>
    public static ColumnType Double { get; } = new FloatType(64);

    /// <summary>Bytes.</summary>
    public static ColumnType Binary { get; } = new BinaryType();

    /// <summary>A date without a time.</summary>
    public static ColumnType Date { get; } = new DateType();

    /// <summary>A time of day without a date.</summary>
    public static ColumnType Time { get; } = new TimeType();

    /// <summary>An instant, kept in UTC.</summary>
    public static ColumnType Timestamp { get; } = new TimestampType(IsLocal: false);

    /// <summary>A date and time as a clock on the wall shows it, of no time zone.</summary>
    public static ColumnType LocalTimestamp { get; } = new TimestampType(IsLocal: true);

    /// <summary>A GUID.</summary>
    public static ColumnType Guid { get; } = new GuidType();

    /// <summary>JSON, kept as it was written.</summary>
    public static ColumnType Json { get; } = new JsonType();

    /// <summary>The name of the type, as it stands in messages, plans and fingerprints: lower case and never changed.</summary>
    public abstract string Name { get; }

    /// <summary>Text, of at most <paramref name="max"/> characters if a number is given.</summary>
    public static ColumnType Text(int? max = null) => new TextType(max);

    /// <summary>Text of at most <paramref name="length"/> characters. PostgreSQL pads it with spaces; <see cref="Text"/> is nearly always better.</summary>
    public static ColumnType Char(int length) => new CharType(length);

    /// <summary>An exact number of at most <paramref name="precision"/> digits, <paramref name="scale"/> of them behind the point.</summary>
    public static ColumnType Decimal(int precision, int scale) => new DecimalType(precision, scale);

    /// <summary>One of the values of an enum type that <see cref="MigrationBuilder.CreateEnum"/> made.</summary>
    public static ColumnType Enum(QualifiedName name) => new EnumType(name);

    /// <summary>A type that SchemaEvolve does not know, in the words of the database at hand.</summary>
    public static ColumnType Custom(Sql name) => new CustomType(name);

    /// <summary>Whether each value of this type is one of the other type too, so that a column can go over without looking at its rows.</summary>
    public virtual bool WidensTo(ColumnType other) => Equals(other);

    public sealed override string ToString() => Name;
}

/// <inheritdoc cref="ColumnType.Boolean"/>
public sealed record BooleanType : ColumnType
{
    public override string Name => "boolean";
}

/// <summary>A whole number of 16, 32 or 64 bits.</summary>
/// <param name="Bits">16, 32 or 64.</param>
public sealed record IntegerType(int Bits) : ColumnType
{
    public override string Name => $"int{Bits}";
}

/// <summary>A floating-point number of 32 or 64 bits.</summary>
/// <param name="Bits">32 or 64.</param>
public sealed record FloatType(int Bits) : ColumnType
{
    public override string Name => Bits == 32 ? "real" : "double";
}

/// <inheritdoc cref="ColumnType.Decimal"/>
public sealed record DecimalType : ColumnType
{
    /// <summary>An exact number.</summary>
    /// <exception cref="CatalogException">The scale is not between 0 and the precision.</exception>
    public DecimalType(int precision, int scale)
    {
        if (precision < 1 || scale < 0 || scale > precision)
        {
            throw new CatalogException($"decimal({precision}, {scale}) is no type. The precision is at least 1, the scale between 0 and the precision.");
        }

        (Precision, Scale) = (precision, scale);
    }

    /// <summary>How many digits there are in all.</summary>
    public int Precision { get; }

    /// <summary>How many digits stand behind the point.</summary>
    public int Scale { get; }

    public override string Name => $"decimal({Precision}, {Scale})";

    public override bool WidensTo(ColumnType other) =>
        other is DecimalType wide && wide.Scale == Scale && wide.Precision >= Precision;
}

/// <inheritdoc cref="ColumnType.Text"/>
public sealed record TextType : ColumnType
{
    /// <summary>Text.</summary>
    /// <exception cref="CatalogException">The number is less than one.</exception>
    public TextType(int? max = null) => Max = max is null or > 0 ? max : throw new CatalogException($"text({max}) holds nothing.");

    /// <summary>How many characters there may be, or <see langword="null"/> for any number.</summary>
    public int? Max { get; }

    public override string Name => Max is { } max ? $"text({max})" : "text";

    public override bool WidensTo(ColumnType other) => other is TextType wide && (wide.Max is null || wide.Max >= Max);
}

/// <inheritdoc cref="ColumnType.Char"/>
public sealed record CharType : ColumnType
{
    /// <summary>Text of a fixed length.</summary>
    /// <exception cref="CatalogException">The length is less than one.</exception>
    public CharType(int length) => Length = length > 0 ? length : throw new CatalogException($"char({length}) holds nothing.");

    /// <summary>How many characters there are.</summary>
    public int Length { get; }

    public override string Name => $"char({Length})";
}

/// <inheritdoc cref="ColumnType.Binary"/>
public sealed record BinaryType : ColumnType
{
    public override string Name => "binary";
}

/// <inheritdoc cref="ColumnType.Date"/>
public sealed record DateType : ColumnType
{
    public override string Name => "date";
}

/// <inheritdoc cref="ColumnType.Time"/>
public sealed record TimeType : ColumnType
{
    public override string Name => "time";
}

/// <summary>A date and time: an instant in UTC, or what a clock on the wall shows.</summary>
/// <param name="IsLocal">Whether it is of no time zone.</param>
public sealed record TimestampType(bool IsLocal) : ColumnType
{
    public override string Name => IsLocal ? "local timestamp" : "timestamp";
}

/// <inheritdoc cref="ColumnType.Guid"/>
public sealed record GuidType : ColumnType
{
    public override string Name => "guid";
}

/// <inheritdoc cref="ColumnType.Json"/>
public sealed record JsonType : ColumnType
{
    public override string Name => "json";
}

/// <inheritdoc cref="ColumnType.Enum"/>
/// <param name="Of">The name of the enum type.</param>
public sealed record EnumType(QualifiedName Of) : ColumnType
{
    public override string Name => $"enum {Of}";
}

/// <inheritdoc cref="ColumnType.Custom"/>
/// <param name="Words">The type, in the words of the database.</param>
public sealed record CustomType(Sql Words) : ColumnType
{
    public override string Name => Words.ToString();
}
