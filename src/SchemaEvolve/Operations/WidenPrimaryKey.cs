using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Operations;

/// <summary>Makes room in a primary key of whole numbers before they run out, and in all that refers to it.</summary>
/// <param name="Table">The table.</param>
/// <param name="Type">The type of the columns of the key afterwards.</param>
public sealed record WidenPrimaryKey(QualifiedName Table, ColumnType Type) : Operation
{
    public override string Description => $"Widen the primary key of {Table} to {Type}";

    public override ValueList<QualifiedName> Tables => [Table];

    public override Evolution Evolve(Catalog before, Tombstones tombstones)
    {
        var places = NarrowIn(before).Concat(PlacesIn(before).Where(place => IsKept(before, place, tombstones)));

        return before.StoresIntegersAlike
            ? EvolveAlone(before)
            : Succession.Evolve(Growing(before, places.Select(place => (place.Table, place.Column, Type))), before, tombstones);
    }

    public override Evolution EvolveAlone(Catalog before) => Evolution.In(
        before.StoresIntegersAlike ? Phase.Expand : Phase.Contract,
        [.. InPlace(NarrowIn(before).Select(place => (place.Table, place.Column, Type)))]);

    public override Evolution Reverse(Catalog before, Catalog now, Tombstones kept)
    {
        if (now.StoresIntegersAlike)
        {
            return ReverseAlone(before, now, kept);
        }

        var widened = WidenedIn(before, now, kept);
        var back = Succession.Evolve([.. Growing(now, widened).Select(one => one with { Kept = kept })], now, Tombstones.None);

        return back with { Expand = [.. Fit(now, widened), .. back.Expand] };
    }

    public override Evolution ReverseAlone(Catalog before, Catalog now, Tombstones kept)
    {
        var widened = WidenedIn(before, now, kept);
        if (now.StoresIntegersAlike)
        {
            return Evolution.In(Phase.Expand, [.. InPlace(widened)]);
        }

        return widened.Any(place => kept.Of(now[place.Table], place.Column) is not null)
            ? Reverse(before, now, kept)
            : Evolution.In(Phase.Expand, [.. Fit(now, widened), .. InPlace(widened)]);
    }

    /// <summary>The table, those that refer to the key, and so on.</summary>
    internal override ValueList<QualifiedName> TablesIn(Catalog catalog) =>
        catalog.Tables.Contains(Table) ? [.. PlacesIn(catalog).Select(place => place.Table).Distinct()] : Tables;

    // The columns of the key, those that refer to them, and so on.
    private ValueList<(QualifiedName Table, Identifier Column)> PlacesIn(Catalog catalog)
    {
        var places = (catalog[Table].PrimaryKey?.Columns ?? []).Select(column => (Table, column)).ToList();
        for (var next = 0; next < places.Count; next++)
        {
            places.AddRange([.. Referring(catalog, places[next]).Distinct().Except(places)]);
        }

        return [.. places];
    }

    private IEnumerable<(QualifiedName Table, Identifier Column)> NarrowIn(Catalog catalog)
    {
        var table = catalog[Table];
        var columns = table.Named(table.PrimaryKey?.Columns ?? []).ToList();
        if (Type is not IntegerType)
        {
            throw new CatalogException($"A primary key is widened to a longer whole number, and {Type} is none. Write ColumnType.Int64, or leave it out.");
        }

        return columns.Exists(column => column.Type is IntegerType)
            ? PlacesIn(catalog).Where(place => IsNarrow(catalog, place))
            : throw new CatalogException($"Table {Table} has no whole number in its primary key that could be widened. {(columns.Count == 0 ? "It has no primary key." : $"There is: {string.Join(", ", columns.Select(column => $"{column.Name}, which is {column.Type}"))}.")}");
    }

    // A foreign key that has gone over names columns that are still to get the names of the old ones.
    private static IEnumerable<(QualifiedName Table, Identifier Column)> Referring(Catalog catalog, (QualifiedName Table, Identifier Column) place) =>
        from table in catalog.Tables
        from key in table.ForeignKeys
        where key.References == place.Table
        from pair in key.Columns.Zip(key.To)
        where Final(catalog[place.Table], pair.Second) == place.Column
        select (table.Name, Final(table, pair.First));

    private static Identifier Final(Table table, Identifier column) =>
        table.Columns.FirstOrDefault(other => Naming.Grow(other.Name) == column)?.Name ?? column;

    private bool IsNarrow(Catalog catalog, (QualifiedName Table, Identifier Column) place) =>
        catalog[place.Table].Columns[place.Column].Type is IntegerType { Bits: var bits } && bits < ((IntegerType)Type).Bits;

    private static bool IsKept(Catalog catalog, (QualifiedName Table, Identifier Column) place, Tombstones tombstones) =>
        tombstones.Of(catalog[place.Table], place.Column) is not null;

    private static ValueList<Succession> Growing(Catalog catalog, IEnumerable<(QualifiedName Table, Identifier Column, ColumnType Type)> places) =>
    [
        .. places.GroupBy(place => place.Table).Select(table => new Succession(
            table.Key,
            [.. table.Select(place => catalog[place.Table].Columns[place.Column] with { Name = Naming.Grow(place.Column), Type = place.Type })],
            [.. table.Select(place => new Assignment(Naming.Grow(place.Column), $"{place.Column}"))],
            [.. table.Select(place => new Assignment(place.Column, $"{Naming.Grow(place.Column)}"))])
        {
            KeepsNames = true,
            TakesKeys = true,
        }),
    ];

    private static IEnumerable<Change> InPlace(IEnumerable<(QualifiedName Table, Identifier Column, ColumnType Type)> places) =>
        places.Select(place => new ChangeColumnType(place.Table, place.Column, place.Type, Conversion.None));

    // The places that are not as they were, and the types that they had. What was kept knows those even of a table that no migration has made.
    private ValueList<(QualifiedName Table, Identifier Column, ColumnType Type)> WidenedIn(Catalog before, Catalog now, Tombstones kept) =>
    [
        .. from place in PlacesIn(now)
           let columns = now[place.Table].Columns
           let was = kept.Of(now[place.Table], place.Column)
               ?? columns.Find(Naming.Grow(place.Column))
               ?? before.Tables.Find(place.Table)?.Columns.Find(place.Column)
               ?? columns[place.Column]
           where was.Type != columns[place.Column].Type
           select (place.Table, place.Column, was.Type),
    ];

    // Of the key only: all others refer to it.
    private IEnumerable<CheckRows> Fit(Catalog now, IEnumerable<(QualifiedName Table, Identifier Column, ColumnType Type)> widened) =>
        widened.Where(place => place.Table == Table).SelectMany(place => Fit(now[Table], place.Column, (IntegerType)place.Type));

    private static IEnumerable<CheckRows> Fit(Table table, Identifier column, IntegerType type)
    {
        var last = (1L << (type.Bits - 1)) - 1;
        var key = table.PrimaryKey!.Columns;

        yield return new(
            $"Every {column} of {table.Name} fits into {type} again, as the version before needs it.",
            $"SELECT {key} FROM {table.Name} WHERE {column} > {last} OR {column} < {-last - 1} ORDER BY {key} LIMIT 6",
            Phase.Expand);

        if (MoveDefault.HasDefault(table.Columns[column]))
        {
            yield return new(
                $"The numbers that {column} of {table.Name} gets next fit into {type} again. Restart its sequence at a free number below.",
                Sql.Per(
                    postgreSql: $"""
                        SELECT pg_sequence_last_value(counter) AS last
                        FROM (SELECT pg_get_serial_sequence({Sql.Literal(table.Name.Quoted)}, {Sql.Literal(column.Value)})::regclass AS counter) AS counters
                        WHERE pg_sequence_last_value(counter) > {last}
                        """,
                    sqlite: $"SELECT seq AS last FROM sqlite_sequence WHERE name = {Sql.Literal(table.Name.Name.Value)} AND seq > {last}"),
                Phase.Expand);
        }
    }

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("type", Type.Name);
}
