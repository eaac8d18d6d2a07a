using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Planning;

/// <summary>The things of a catalog by their names, and what can be compared of them whichever way a database spells its types and expressions.</summary>
internal static class Outline
{
    /// <summary>In what a live catalog differs from a promised one, each in a few words.</summary>
    public static ValueList<string> Differences(Catalog promised, Catalog live)
    {
        var expected = Of(promised).ToHashSet();
        var found = Of(live).ToHashSet();

        return
        [
            .. expected.Except(found).Order(StringComparer.Ordinal).Select(thing => $"{thing} is missing"),
            .. found.Except(expected).Order(StringComparer.Ordinal).Select(thing => $"{thing} is there too"),
        ];
    }

    private static IEnumerable<string> Of(Catalog catalog) =>
    [
        .. catalog.Tables.SelectMany(Of),
        .. catalog.Schemas.Select(schema => $"schema {schema.Name}"),
        .. catalog.Enums.SelectMany(type => type.Values.Select(value => $"value {value} of enum {type.Name}")),
        .. catalog.Sequences.Select(sequence => $"sequence {sequence.Name}"),
        .. catalog.Extensions.Select(extension => $"extension {extension.Name}"),
        .. catalog.Aliases.Select(alias => $"name {alias.Name} for {alias.Of}"),
    ];

    private static IEnumerable<string> Of(Table table) =>
    [
        $"table {table.Name}",
        .. table.Columns.Select(column => $"column {column.Name} of {table.Name}{(column.IsNullable ? "" : ", required,")}{(column.Default is null ? "" : " with a default")}"),
        .. table.PrimaryKey is { } key ? [$"primary key ({string.Join(", ", key.Columns)}) of {table.Name}"] : Array.Empty<string>(),
        .. table.Uniques.Select(unique => $"unique constraint {unique.Name} of {table.Name}"),
        .. table.Checks.Select(check => $"check {check.Name} of {table.Name}"),
        .. table.ForeignKeys.Select(key => $"foreign key {key.Name} of {table.Name}"),
        .. table.Exclusions.Select(exclusion => $"exclusion constraint {exclusion.Name} of {table.Name}"),
        .. table.Indexes.Select(index => $"index {index.Name} of {table.Name}"),
        .. table.DualWrites.Select(sync => $"dual write {sync.Name} of {table.Name}"),
    ];
}
