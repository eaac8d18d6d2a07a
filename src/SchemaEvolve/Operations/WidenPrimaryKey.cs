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

        return before.StoresIntegersAlike ? EvolveAlone(before) : Succession.Evolve(Growing(before, places, _ => Type), before, tombstones);
    }

    public override Evolution EvolveAlone(Catalog before) => Evolution.In(
        before.StoresIntegersAlike ? Phase.Expand : Phase.Contract,
        [.. NarrowIn(before).Select(place => new ChangeColumnType(place.Table, place.Column, Type, Conversion.None))]);

    public override Evolution Reverse(Catalog before, Catalog now, Tombstones kept)
    {
        var widened = PlacesIn(now).Where(place => TypeBefore(place) != now[place.Table].Columns[place.Column].Type).ToList();
        if (now.StoresIntegersAlike)
        {
            return Evolution.In(Phase.Expand, [.. widened.Select(place => new ChangeColumnType(place.Table, place.Column, TypeBefore(place), Conversion.None))]);
        }

        var back = Succession.Evolve([.. Growing(now, widened, TypeBefore).Select(one => one with { Kept = kept })], now, Tombstones.None);

        return back with { Expand = [.. widened.Where(place => place.Table == Table).SelectMany(place => Fit(now[Table], place.Column, (IntegerType)TypeBefore(place))), .. back.Expand] };

        // What was kept knows it even of a table that no migration has made.
        ColumnType TypeBefore((QualifiedName Table, Identifier Column) place)
        {
            var columns = now[place.Table].Columns;

            return (kept.Of(now[place.Table], place.Column)
                ?? columns.Find(Naming.Grow(place.Column))
                ?? before.Tables.Find(place.Table)?.Columns.Find(place.Column)
                ?? columns[place.Column]).Type;
        }
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

    private static ValueList<Succession> Growing(
        Catalog catalog,
        IEnumerable<(QualifiedName Table, Identifier Column)> places,
        Func<(QualifiedName Table, Identifier Column), ColumnType> type) =>
    [
        .. places.GroupBy(place => place.Table).Select(table => new Succession(
            table.Key,
            [.. table.Select(place => catalog[place.Table].Columns[place.Column] with { Name = Naming.Grow(place.Column), Type = type(place) })],
            [.. table.Select(place => new Assignment(Naming.Grow(place.Column), $"{place.Column}"))],
            [.. table.Select(place => new Assignment(place.Column, $"{Naming.Grow(place.Column)}"))])
        {
            KeepsNames = true,
            TakesKeys = true,
        }),
    ];

    // Of the key only: all others refer to it.
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
