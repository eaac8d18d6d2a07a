using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Operations;

/// <summary>The names under which things that a migration takes away are kept until nobody can want them back.</summary>
/// <param name="Migration">The migration, or <see langword="null"/> if such things go at once.</param>
public readonly record struct Tombstones(long? Migration)
{
    /// <summary>How the names of all tombstones begin.</summary>
    public const string Prefix = "_se_dropped_";

    private const string Since = "_se_since_";

    /// <summary>Things go at once.</summary>
    public static Tombstones None { get; }

    /// <summary>The name under which a thing is kept, or <see langword="null"/> if it is not.</summary>
    public Identifier? NameOf(Identifier name) => Migration is { } id ? Naming.Derive($"{Prefix}{id}", name) : default(Identifier?);

    /// <summary>What is kept of a column in a table, or <see langword="null"/> if it is not kept there.</summary>
    internal Column? Of(Table table, Identifier column) => NameOf(column) is { } name ? table.Columns.Find(name) : null;

    /// <summary>What is kept of a table, or <see langword="null"/> if it is not.</summary>
    internal Table? Of(Catalog catalog, QualifiedName table) => NameOf(table.Name) is { } name ? catalog.Tables.Find(table.Sibling(name)) : null;

    /// <summary>What marks the rows that were inserted since a column is kept, or <see langword="null"/> if it is not kept.</summary>
    internal Column? MarkOf(Identifier column) => Migration is { } id ? Column.Boolean(Naming.Derive($"{Since}{id}", column)) : null;

    /// <summary>What gives up all that is kept.</summary>
    internal IEnumerable<Change> In(Catalog catalog)
    {
        string[] beginnings = [$"{Prefix}{Migration}_", $"{Since}{Migration}_"];

        return
        [
            .. catalog.Tables.SelectMany(table => table.Columns
                .Where(column => IsKept(column.Name))
                .Select(column => new DropColumn(table.Name, column.Name))),
            .. catalog.Tables.Where(table => IsKept(table.Name.Name)).Select(table => new DropTable(table.Name)),
        ];

        bool IsKept(Identifier name) => Array.Exists(beginnings, beginning => name.Value.StartsWith(beginning, StringComparison.Ordinal));
    }
}
