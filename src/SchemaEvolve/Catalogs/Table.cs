namespace SchemaEvolve.Catalogs;

/// <summary>A table and everything that belongs to it.</summary>
/// <param name="Name">The name.</param>
public sealed record Table(QualifiedName Name) : INamed, ICanonical
{
    /// <summary>The columns, in the order in which they were added.</summary>
    public NamedList<Column> Columns { get; init; } = [];

    /// <summary>The primary key, or <see langword="null"/> for none.</summary>
    public PrimaryKey? PrimaryKey { get; init; }

    /// <summary>The unique constraints.</summary>
    public NamedList<Unique> Uniques { get; init; } = [];

    /// <summary>The check constraints.</summary>
    public NamedList<Check> Checks { get; init; } = [];

    /// <summary>The foreign keys.</summary>
    public NamedList<ForeignKey> ForeignKeys { get; init; } = [];

    /// <summary>The exclusion constraints.</summary>
    public NamedList<Exclusion> Exclusions { get; init; } = [];

    /// <summary>The indexes, without those that a constraint brings.</summary>
    public NamedList<Index> Indexes { get; init; } = [];

    /// <summary>The values that the table has in two forms for a while, one for each version of the application.</summary>
    public NamedList<DualWrite> DualWrites { get; init; } = [];

    /// <summary>What the database calls options of the table, such as <c>STRICT</c>, in alphabetical order.</summary>
    public ValueList<string> Options { get; init; } = [];

    /// <summary>What the table is for, or <see langword="null"/>.</summary>
    public string? Comment { get; init; }

    /// <summary>What belongs to the table but no change can speak of, such as triggers: known by name, kept as it is.</summary>
    public NamedList<Opaque> Opaques { get; init; } = [];

    /// <summary>The statement that made the table, as the database remembers it, or nothing if no inspector has seen the table yet.</summary>
    public Verbatim Source { get; init; }

    /// <summary>The names of all constraints, of whatever kind.</summary>
    internal IEnumerable<Identifier> Constraints =>
    [
        .. PrimaryKey is { } key ? [key.Name] : Array.Empty<Identifier>(),
        .. Uniques.Select(unique => unique.Name),
        .. Checks.Select(check => check.Name),
        .. ForeignKeys.Select(foreign => foreign.Name),
        .. Exclusions.Select(exclusion => exclusion.Name),
    ];

    /// <summary>The new columns of a dual write, and those that later ones make of them: whatever is written in one of these knows best.</summary>
    public IEnumerable<Identifier> NewerThan(DualWrite sync) => DualWrites
        .SkipWhile(other => other != sync)
        .Skip(1)
        .Aggregate(sync.New.ToList(), (newer, later) => later.Old.Any(newer.Contains) ? [.. newer, .. later.New] : newer);

    /// <summary>A table of the given columns. Columns that were declared to be the primary key become <see cref="PrimaryKey"/>.</summary>
    public static Table Of(QualifiedName name, params ReadOnlySpan<Column> columns)
    {
        var all = columns.ToArray();
        var key = all.Where(column => column.IsPrimaryKey).Select(column => column.Name).ToArray();

        return new(name)
        {
            Columns = [.. all.Select(column => column with { IsPrimaryKey = false })],
            PrimaryKey = key.Length == 0 ? null : new(Naming.Derive("pk", name), [.. key]),
        };
    }

    /// <summary>The columns of the given names, each of which must be there.</summary>
    /// <exception cref="CatalogException">One of them is not.</exception>
    public IEnumerable<Column> Named(IEnumerable<Identifier> names) => names.Select(name => Columns[name]);

    void ICanonical.Write(Canon canon) => canon
        .Put("name", Name)
        .Put("columns", Columns)
        .Put("primary-key", PrimaryKey)
        .Put("uniques", Uniques)
        .Put("checks", Checks)
        .Put("foreign-keys", ForeignKeys)
        .Put("exclusions", Exclusions)
        .Put("indexes", Indexes)
        .Put("dual-writes", DualWrites)
        .Put("options", Options)
        .Put("comment", Comment);
}
