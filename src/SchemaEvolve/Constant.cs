using System.Globalization;
using SchemaEvolve.Catalogs;

namespace SchemaEvolve;

/// <summary>A value that is known when the migration is written: a default, or a cell of a seeded row.</summary>
/// <remarks>
/// Plain C# values convert by themselves: <c>Column.Int32("points").Default(0)</c>.
/// Each database gets the wording that its driver reads back as the same value.
/// </remarks>
public readonly struct Constant : IEquatable<Constant>
{
    private readonly Sql? _sql;

    private Constant(Sql sql) => _sql = sql;

    /// <summary>No value.</summary>
    public static Constant Null { get; } = new(Sql.Raw("NULL"));

    /// <summary>Text.</summary>
    public static implicit operator Constant(string? value) => value is null ? Null : new(Quote(value));

    /// <summary>A whole number.</summary>
    public static implicit operator Constant(int value) => new($"{(long)value}");

    /// <summary>A whole number.</summary>
    public static implicit operator Constant(long value) => new($"{value}");

    /// <summary>A truth value.</summary>
    public static implicit operator Constant(bool value) => new($"{value}");

    /// <summary>A decimal number, exactly as it is written.</summary>
    public static implicit operator Constant(decimal value) => new($"{value}");

    /// <summary>A floating-point number. Infinities and NaN are refused.</summary>
    public static implicit operator Constant(double value) => double.IsFinite(value)
        ? new(Sql.Raw(value.ToString("R", CultureInfo.InvariantCulture)))
        : throw new CatalogException($"{value} is not a constant that every database takes.");

    /// <summary>A GUID.</summary>
    public static implicit operator Constant(Guid value) => new(Sql.Per(
        postgreSql: Quote($"{value:D}"),
        sqlite: Quote($"{value:D}".ToUpperInvariant())));

    /// <summary>A date.</summary>
    public static implicit operator Constant(DateOnly value) => new(Quote(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));

    /// <summary>A time of day.</summary>
    public static implicit operator Constant(TimeOnly value) =>
        new(Quote(value.ToString(@"HH\:mm\:ss.FFFFFFF", CultureInfo.InvariantCulture)));

    /// <summary>A date and time. One of kind <see cref="DateTimeKind.Utc"/> is an instant, any other is local.</summary>
    public static implicit operator Constant(DateTime value)
    {
        var text = value.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

        return new(value.Kind is DateTimeKind.Utc ? Sql.Per(postgreSql: Quote($"{text}+00"), sqlite: Quote(text)) : Quote(text));
    }

    /// <summary>An instant, kept in UTC.</summary>
    public static implicit operator Constant(DateTimeOffset value) => value.UtcDateTime;

    /// <summary>Bytes.</summary>
    public static implicit operator Constant(byte[]? value) => value is null ? Null : new(Sql.Per(
        postgreSql: Sql.Raw($@"'\x{Convert.ToHexStringLower(value)}'"),
        sqlite: Sql.Raw($"X'{Convert.ToHexString(value)}'")));

    /// <summary>The constant as SQL, escaped.</summary>
    public Sql ToSql() => _sql ?? Null._sql!;

    public bool Equals(Constant other) => ToSql().Equals(other.ToSql());

    public override bool Equals(object? obj) => obj is Constant other && Equals(other);

    public override int GetHashCode() => ToSql().GetHashCode();

    public override string ToString() => ToSql().ToString();

    public static bool operator ==(Constant left, Constant right) => left.Equals(right);

    public static bool operator !=(Constant left, Constant right) => !left.Equals(right);

    private static Sql Quote(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new CatalogException("Text with a NUL character is not a constant that every database takes.");
        }

        return Sql.Raw($"'{text.Replace("'", "''", StringComparison.Ordinal)}'");
    }
}
