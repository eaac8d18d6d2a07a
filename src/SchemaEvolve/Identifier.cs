namespace SchemaEvolve;

/// <summary>The name of a column, an index, a constraint or another thing in a database, exactly as it is spelled there.</summary>
/// <remarks>Names are always quoted in SQL, so case is kept and reserved words, spaces and quotes are names like any other.</remarks>
public readonly record struct Identifier : IComparable<Identifier>
{
    private readonly string? _value;

    /// <summary>Names a thing.</summary>
    /// <exception cref="ArgumentException">The name is empty or holds a NUL character, which no database takes.</exception>
    public Identifier(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        if (value.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("A name cannot hold a NUL character.", nameof(value));
        }

        _value = value;
    }

    /// <summary>The name as text.</summary>
    public string Value => _value ?? "";

    /// <summary>The name as it stands in SQL: in double quotes, with the quotes inside it doubled.</summary>
    public string Quoted => $"\"{Value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Lets a plain string be used where a name is meant.</summary>
    public static implicit operator Identifier(string value) => new(value);

    /// <summary>Orders names by their characters, not by a culture.</summary>
    public int CompareTo(Identifier other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    public static bool operator <(Identifier left, Identifier right) => left.CompareTo(right) < 0;

    public static bool operator >(Identifier left, Identifier right) => left.CompareTo(right) > 0;

    public static bool operator <=(Identifier left, Identifier right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Identifier left, Identifier right) => left.CompareTo(right) >= 0;
}
