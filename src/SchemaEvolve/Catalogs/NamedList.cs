using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace SchemaEvolve.Catalogs;

/// <summary>An immutable list of named things. Order is kept, but takes no part in equality: no database can put a column back in the middle.</summary>
[CollectionBuilder(typeof(NamedList), nameof(NamedList.Create))]
public sealed class NamedList<T> : IReadOnlyList<T>, IEquatable<NamedList<T>>
    where T : INamed
{
    // A table has a few columns, and comparing their names is faster than hashing them. A schema may have thousands of tables.
    private const int Few = 16;

    private readonly ImmutableArray<T> _items;
    private ImmutableDictionary<QualifiedName, int>? _places;

    private NamedList(ImmutableArray<T> items, ImmutableDictionary<QualifiedName, int>? places = null) => (_items, _places) = (items, places);

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    /// <summary>A list of items whose names are known to differ.</summary>
    internal static NamedList<T> Of(ImmutableArray<T> items) => new(items);

    /// <summary>The item of the given name.</summary>
    /// <exception cref="CatalogException">There is no such item. The message lists those that there are.</exception>
    public T this[QualifiedName name] => _items[PlaceOf(name)];

    /// <summary>Whether there is an item of the given name.</summary>
    public bool Contains(QualifiedName name) => Seek(name) >= 0;

    /// <summary>The item of the given name, or nothing.</summary>
    public T? Find(QualifiedName name) => Seek(name) is >= 0 and var place ? _items[place] : default;

    /// <summary>This list with one more item.</summary>
    /// <exception cref="CatalogException">An item of that name is there already.</exception>
    public NamedList<T> Add(T item)
    {
        ArgumentNullException.ThrowIfNull(item);

        return Contains(item.Name)
            ? throw new CatalogException($"{typeof(T).Name} {item.Name} already exists.")
            : new(_items.Add(item), _places?.Add(item.Name, Count));
    }

    /// <summary>This list without the item of the given name.</summary>
    /// <exception cref="CatalogException">There is no such item.</exception>
    public NamedList<T> Remove(QualifiedName name) => Of(_items.RemoveAt(PlaceOf(name)));

    /// <summary>This list with the item of the given name replaced, in its place.</summary>
    /// <exception cref="CatalogException">There is no such item.</exception>
    public NamedList<T> Replace(QualifiedName name, Func<T, T> replacement)
    {
        ArgumentNullException.ThrowIfNull(replacement);

        var place = PlaceOf(name);
        var replaced = replacement(_items[place]);
        if (replaced.Name != name && Contains(replaced.Name))
        {
            throw new CatalogException($"{typeof(T).Name} {replaced.Name} already exists.");
        }

        return new(_items.SetItem(place, replaced), replaced.Name == name ? _places : null);
    }

    /// <summary>This list with each item replaced, in its place.</summary>
    public NamedList<T> Select(Func<T, T> replacement) => Of([.. _items.Select(replacement)]);

    public bool Equals(NamedList<T>? other) =>
        other is not null
        && (_items == other._items
            || (Count == other.Count && _items.All(item => other.Find(item.Name) is { } match && match.Equals(item))));

    public override bool Equals(object? obj) => Equals(obj as NamedList<T>);

    public override int GetHashCode() => _items.Aggregate(0, (hash, item) => hash ^ item.GetHashCode());

    public override string ToString() => $"[{string.Join(", ", _items)}]";

    public ImmutableArray<T>.Enumerator GetEnumerator() => _items.GetEnumerator();

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => _items.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.AsEnumerable().GetEnumerator();

    // Where each name stands, handed on from list to list, so that a long history does not index all tables anew for each change.
    private ImmutableDictionary<QualifiedName, int> Places =>
        _places ??= _items.Select((item, place) => KeyValuePair.Create(item.Name, place)).ToImmutableDictionary();

    private int Seek(QualifiedName name)
    {
        if (Count > Few)
        {
            return Places.GetValueOrDefault(name, -1);
        }

        for (var place = 0; place < Count; place++)
        {
            if (_items[place].Name == name)
            {
                return place;
            }
        }

        return -1;
    }

    private int PlaceOf(QualifiedName name) => Seek(name) is >= 0 and var place
        ? place
        : throw new CatalogException(
            $"{typeof(T).Name} {name} does not exist. There is: {(string.Join(", ", _items.Select(item => item.Name).Where(there => !Naming.IsGrowing(there.Name))) is { Length: > 0 } all ? all : "none")}.");
}

/// <summary>Makes <see cref="NamedList{T}"/> from a collection expression.</summary>
public static class NamedList
{
    /// <summary>A list of the given items.</summary>
    /// <exception cref="CatalogException">Two of them have the same name.</exception>
    public static NamedList<T> Create<T>(ReadOnlySpan<T> items)
        where T : INamed
    {
        var seen = new HashSet<QualifiedName>();
        foreach (var item in items)
        {
            if (!seen.Add(item.Name))
            {
                throw new CatalogException($"{typeof(T).Name} {item.Name} already exists.");
            }
        }

        return NamedList<T>.Of([.. items]);
    }
}
