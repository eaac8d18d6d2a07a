using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Checks that the parts of a table name what is there, before a database is asked: SQLite may take an unknown quoted name for a text.</summary>
/// <remarks>https://www.sqlite.org/quirks.html#dblquote</remarks>
internal static class Fit
{
    public static void Table(Table table, Catalog catalog)
    {
        if (table.Columns.Count == 0)
        {
            throw new CatalogException($"Table {table.Name} has no column. Give it at least one.");
        }

        if (table.Name.Schema is { } schema && !catalog.Schemas.Contains(schema))
        {
            throw new CatalogException(
                $"Schema {schema} does not exist. Write schema.CreateSchema(\"{schema}\") before table {table.Name}.");
        }

        Columns(table, table.PrimaryKey?.Columns ?? [], "the primary key");
        foreach (var unique in table.Uniques)
        {
            Columns(table, unique.Columns, $"unique constraint {unique.Name}");
        }

        foreach (var check in table.Checks)
        {
            Columns(table, check.Condition.Names, $"check {check.Name}");
        }

        foreach (var index in table.Indexes)
        {
            Index(table, index);
        }

        foreach (var column in table.Columns)
        {
            Column(table, column, catalog);
        }

        foreach (var key in table.ForeignKeys)
        {
            ForeignKey(table, key, catalog);
        }
    }

    public static void Column(Table table, Column column, Catalog catalog)
    {
        Columns(table, column.Generated?.Expression.Names ?? [], $"generated column {column.Name}");
        if (column is { Generated: not null, Default: not null })
        {
            throw new CatalogException($"Column {column.Name} of {table.Name} is generated and has a default. It can have one of them.");
        }

        if (column.Type is EnumType type && !catalog.Enums.Contains(type.Of))
        {
            throw new CatalogException(
                $"Enum type {type.Of} of column {column.Name} does not exist. Write schema.CreateEnum(\"{type.Of}\", …) before it.");
        }
    }

    public static void Index(Table table, Index index)
    {
        Columns(table, index.Columns, $"index {index.Name}");
        Columns(table, index.Condition?.Names ?? [], $"index {index.Name}");
        Columns(table, index.Keys.SelectMany(key => key.Expression?.Names ?? []), $"index {index.Name}");
    }

    public static void ForeignKey(Table table, ForeignKey key, Catalog catalog)
    {
        Columns(table, key.Columns, $"foreign key {key.Name}");
        if (key.Columns.Count != key.To.Count)
        {
            throw new CatalogException(
                $"Foreign key {key.Name} pairs {key.Columns.Count} columns with {key.To.Count}: ({string.Join(", ", key.Columns)}) refers to {key.References} ({string.Join(", ", key.To)}).");
        }

        var referred = key.References == table.Name ? table : catalog[key.References];
        Columns(referred, key.To, $"foreign key {key.Name}");
        if (!IsKey(referred, key.To))
        {
            throw new CatalogException(
                $"Foreign key {key.Name} refers to {key.References} ({string.Join(", ", key.To)}), which is neither its primary key nor unique. Add a unique constraint there, or refer to its key.");
        }
    }

    public static void Columns(Table table, IEnumerable<Identifier> names, string user)
    {
        foreach (var name in names)
        {
            if (!table.Columns.Contains(name) && name != table.Name.Name)
            {
                throw new CatalogException(
                    $"Column {name} of {user} does not exist in {table.Name}. There is: {string.Join(", ", table.Columns.Select(column => column.Name.Value))}.");
            }
        }
    }

    /// <summary>Whether no two rows have the same values in some columns.</summary>
    public static bool IsKey(Table table, ValueList<Identifier> columns)
    {
        return Same(table.PrimaryKey?.Columns)
            || table.Uniques.Any(unique => unique.Deferral == Deferral.None && Same(unique.Columns))
            || table.Indexes.Any(index => index is { IsUnique: true, IsValid: true, Condition: null } && index.Keys.All(key => key.Column is not null) && Same([.. index.Keys.Select(key => key.Column!.Value)]));

        bool Same(ValueList<Identifier>? key) => key is not null && key.Order().SequenceEqual(columns.Order());
    }
}
