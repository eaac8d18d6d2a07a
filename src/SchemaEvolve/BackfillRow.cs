using System.Globalization;
using SchemaEvolve.Catalogs;

namespace SchemaEvolve;

/// <summary>A row of a table that is brought up to date by C#.</summary>
/// <example><code>row.Set("phone_number", Normalize(row.Get&lt;string?&gt;("phone")));</code></example>
public sealed class BackfillRow
{
    private readonly IReadOnlyDictionary<Identifier, int> _places;
    private readonly IReadOnlySet<Identifier> _written;
    private readonly object?[] _values;

    internal BackfillRow(IReadOnlyDictionary<Identifier, int> places, IReadOnlySet<Identifier> written, object?[] values, string key) =>
        (_places, _written, _values, Key) = (places, written, values, key);

    /// <summary>The key of the row, as messages show it.</summary>
    public string Key { get; }

    /// <summary>Whether a column was set. What was not is left alone.</summary>
    internal bool IsSet { get; private set; }

    /// <summary>The value of a column that is read or written.</summary>
    /// <typeparam name="T">What the column holds, nullable if it may be <c>NULL</c>: a number, text, bytes, a truth value, a date or time, a GUID.</typeparam>
    /// <exception cref="CatalogException">The column is neither read nor written.</exception>
    /// <exception cref="InvalidCastException">The value is of another type.</exception>
    public T Get<T>(Identifier column)
    {
        var value = this[column];
        if (value is T typed)
        {
            return typed;
        }

        if (value is null)
        {
            return default(T) is null ? default! : throw new InvalidCastException($"Column {column} of the row with {Key} is NULL. Ask for Get<{typeof(T).Name}?>.");
        }

        return (T)Convert(value, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T));
    }

    /// <summary>Sets a column that is written.</summary>
    /// <exception cref="CatalogException">The column is not among those that are written.</exception>
    public void Set(Identifier column, object? value)
    {
        if (!_written.Contains(column))
        {
            throw new CatalogException($"Column {column} is not written by this backfill. It writes: {string.Join(", ", _written)}.");
        }

        _values[_places[column]] = value;
        IsSet = true;
    }

    internal object? this[Identifier column] => _places.TryGetValue(column, out var place)
        ? _values[place]
        : throw new CatalogException($"Column {column} is not read by this backfill. It reads: {string.Join(", ", _places.Keys)}.");

    // SQLite has numbers, text and bytes only; the rest is text in the spelling that its driver writes.
    private static object Convert(object value, Type type) => value switch
    {
        string text when type == typeof(Guid) => Guid.Parse(text),
        string text when type == typeof(DateOnly) => DateOnly.Parse(text, CultureInfo.InvariantCulture),
        string text when type == typeof(TimeOnly) => TimeOnly.Parse(text, CultureInfo.InvariantCulture),
        string text when type == typeof(DateTime) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        string text when type == typeof(DateTimeOffset) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        DateTime time when type == typeof(DateTimeOffset) => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        DateTime time when type == typeof(DateOnly) => DateOnly.FromDateTime(time),
        TimeSpan time when type == typeof(TimeOnly) => TimeOnly.FromTimeSpan(time),
        _ => System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture),
    };
}
