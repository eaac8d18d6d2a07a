using SchemaEvolve.Changes;

namespace SchemaEvolve.Catalogs;

/// <summary>An immutable picture of a schema, before or after a change.</summary>
public sealed record Catalog
{
    /// <summary>A database with nothing in it.</summary>
    public static Catalog Empty { get; } = new();

    /// <summary>The tables.</summary>
    public NamedList<Table> Tables { get; init; } = [];

    /// <summary>The schemas besides the default one.</summary>
    public NamedList<Schema> Schemas { get; init; } = [];

    /// <summary>The enum types.</summary>
    public NamedList<EnumDefinition> Enums { get; init; } = [];

    /// <summary>The sequences that belong to no column.</summary>
    public NamedList<Sequence> Sequences { get; init; } = [];

    /// <summary>The extensions.</summary>
    public NamedList<Extension> Extensions { get; init; } = [];

    /// <summary>The older names by which tables can still be read and written.</summary>
    public NamedList<Alias> Aliases { get; init; } = [];

    /// <summary>The values that two tables have for a while, one for each version of the application.</summary>
    public NamedList<Mirror> Mirrors { get; init; } = [];

    /// <summary>What the database has that changes cannot speak of, such as views: known by name, kept as it is.</summary>
    public NamedList<Opaque> Opaques { get; init; } = [];

    /// <summary>Whether a whole number is stored the same whatever the size of its column, so that the column widens without its rows.</summary>
    public bool StoresIntegersAlike { get; init; }

    /// <summary>The table of the given name.</summary>
    /// <exception cref="CatalogException">There is no such table.</exception>
    public Table this[QualifiedName table] => Tables[table];

    /// <summary>Whether there is nothing in the database.</summary>
    public bool IsEmpty => Tables.Count == 0 && Enums.Count == 0 && Sequences.Count == 0 && Opaques.Count == 0;

    /// <summary>Whether anything in it lets two versions of an application work side by side.</summary>
    internal bool IsTwofold => Aliases.Count > 0 || Mirrors.Count > 0 || Tables.Any(table => table.DualWrites.Count > 0);

    /// <summary>This catalog with one of its tables altered.</summary>
    public Catalog Alter(QualifiedName table, Func<Table, Table> alteration) =>
        this with { Tables = Tables.Replace(table, alteration) };

    /// <summary>In what another catalog differs from this one, each in a few words. Expressions are not compared, because a database may spell them in its own way (see <see cref="Comparison"/>), and comments and collations only where this one has some.</summary>
    public ValueList<string> DifferencesOf(Catalog other) => [.. Outline.CompareWholly(this, other).Select(mismatch => mismatch.Tell())];

    /// <summary>This catalog after the given changes, one upon the other.</summary>
    public Catalog After(IEnumerable<Change> changes) =>
        changes.Aggregate(this, (catalog, change) => change.Apply(catalog));
}
