using SchemaEvolve.Catalogs;
using SchemaEvolve.Lexing;

namespace SchemaEvolve.Changes;

/// <summary>Finds what would go, or break, with a thing that is dropped.</summary>
internal static class Dependents
{
    /// <summary>Refuses to take a column away that something else needs.</summary>
    public static void Refuse(Catalog catalog, QualifiedName table, Identifier column) => Refuse(column, OfColumn(catalog, table, column));

    /// <summary>Refuses to take a column away that a view, a trigger or a policy names.</summary>
    public static void RefuseReaders(Catalog catalog, QualifiedName table, Identifier column) => Refuse(column, Readers(catalog, table, column));

    /// <summary>Refuses to change what a mirror goes by.</summary>
    public static void RefuseMirrored(Catalog catalog, QualifiedName table, Identifier column)
    {
        if (catalog.Mirrors.FirstOrDefault(mirror => mirror.Mentions(table, column)) is { } mirror)
        {
            throw new CatalogException($"Column {column} of {table} is needed while {mirror.From} is on its way to {mirror.To}. Contract that first, and do this in a migration that comes with a later release.");
        }
    }

    /// <summary>Refuses to take a table away that something else needs.</summary>
    public static void Refuse(Catalog catalog, QualifiedName table)
    {
        if (OfTable(catalog, table).ToList() is { Count: > 0 } dependents)
        {
            throw new CatalogException($"Table {table} is referred to by {string.Join(", ", dependents)}. Drop that first.");
        }
    }

    /// <summary>The views, triggers and policies whose text names a column of a table, which no change can rewrite.</summary>
    public static IEnumerable<string> Readers(Catalog catalog, QualifiedName table, Identifier column) =>
    [
        .. catalog.Opaques
            .Where(opaque => opaque.IsView && Names(opaque, table.Name) && Names(opaque, column))
            .Select(opaque => $"{opaque.Kind} {opaque.Name}"),
        .. catalog.Tables.SelectMany(other => other.Opaques
            .Where(opaque => Names(opaque, column) && (other.Name == table || Names(opaque, table.Name)))
            .Select(opaque => $"{opaque.Kind} {opaque.Name} of {other.Name}")),
    ];

    private static void Refuse(Identifier column, IEnumerable<string> dependents)
    {
        if (dependents.ToList() is { Count: > 0 } all)
        {
            throw new CatalogException($"Column {column} is used by {string.Join(", ", all)}. Drop that first.");
        }
    }

    private static IEnumerable<string> OfTable(Catalog catalog, QualifiedName table) =>
    [
        .. catalog.Tables
            .Where(other => other.Name != table)
            .SelectMany(other => other.ForeignKeys.Where(key => key.References == table).Select(key => $"foreign key {key.Name} of {other.Name}")),
        .. catalog.Aliases.Where(alias => alias.Of == table).Select(alias => $"its older name {alias.Name}"),
        .. catalog.Mirrors.Where(mirror => mirror.In(table) is not null).Select(mirror => $"mirror {mirror.Name}"),
        .. catalog.Opaques
            .Where(opaque => opaque.IsView && Names(opaque, table.Name))
            .Select(opaque => $"{opaque.Kind} {opaque.Name}"),
        .. catalog.Tables
            .Where(other => other.Name != table)
            .SelectMany(other => other.Opaques.Where(opaque => Names(opaque, table.Name)).Select(opaque => $"{opaque.Kind} {opaque.Name} of {other.Name}")),
    ];

    private static bool Names(Opaque opaque, Identifier name) => SqlLexer.Mentions(opaque.Definition, name);

    /// <summary>What needs a column, as far as changes can speak of it.</summary>
    public static IEnumerable<string> OfColumn(Catalog catalog, QualifiedName table, Identifier column)
    {
        var owner = catalog[table];
        IEnumerable<string> own =
        [
            .. owner.PrimaryKey?.Columns.Contains(column) is true ? [$"primary key {owner.PrimaryKey.Name}"] : Array.Empty<string>(),
            .. owner.Uniques.Where(unique => unique.Columns.Contains(column)).Select(unique => $"unique constraint {unique.Name}"),
            .. owner.Checks.Where(check => SqlLexer.Mentions(check.Condition, column)).Select(check => $"check {check.Name}"),
            .. owner.Exclusions
                .Where(exclusion => exclusion.Elements.Any(element => SqlLexer.Mentions(element.Expression, column)))
                .Select(exclusion => $"exclusion constraint {exclusion.Name}"),
            .. owner.ForeignKeys.Where(key => key.Columns.Contains(column)).Select(key => $"foreign key {key.Name}"),
            .. owner.Indexes.Where(index => index.Mentions(column)).Select(index => $"index {index.Name}"),
            .. owner.Columns
                .Where(other => other.Generated is { } generated && SqlLexer.Mentions(generated.Expression, column))
                .Select(other => $"generated column {other.Name}"),
            .. owner.DualWrites.Where(sync => sync.Mentions(column)).Select(sync => sync.Purpose),
        ];

        return
        [
            .. own,
            .. catalog.Tables.SelectMany(other => other.ForeignKeys
                .Where(key => key.References == table && key.To.Contains(column))
                .Select(key => $"foreign key {key.Name} of {other.Name}")),
            .. catalog.Mirrors.Where(mirror => mirror.Mentions(table, column)).Select(mirror => $"mirror {mirror.Name}"),
        ];
    }
}
