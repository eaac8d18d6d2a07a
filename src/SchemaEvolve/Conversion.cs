namespace SchemaEvolve;

/// <summary>How the value of one column is computed from another, such as <c>old => $"trim({old})"</c>.</summary>
/// <remarks>It is asked once for its wording, so that it can be compared, hashed and printed.</remarks>
public sealed class Conversion : IEquatable<Conversion>
{
    // A character for private use: nobody's SQL holds it.
    private static readonly Sql Hole = Sql.Raw("\uE000");

    private readonly Func<Sql, Sql> _convert;
    private readonly string _template;

    /// <summary>Records the conversion.</summary>
    public Conversion(Func<Sql, Sql> convert)
    {
        ArgumentNullException.ThrowIfNull(convert);

        _convert = convert;
        _template = convert(Hole).ToString();
    }

    /// <summary>The value as it is.</summary>
    public static Conversion None { get; } = new(value => value);

    /// <summary>Whether the value stays as it is.</summary>
    public bool IsNone => Equals(None);

    /// <summary>The given conversion, or none.</summary>
    public static Conversion From(Func<Sql, Sql>? convert) => convert is null ? None : new(convert);

    /// <summary>The SQL that converts the given value.</summary>
    public Sql Of(Sql value) => _convert(value);

    public bool Equals(Conversion? other) => other is not null && _template == other._template;

    public override bool Equals(object? obj) => Equals(obj as Conversion);

    public override int GetHashCode() => _template.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _template.Replace("\uE000", "old", StringComparison.Ordinal);
}
