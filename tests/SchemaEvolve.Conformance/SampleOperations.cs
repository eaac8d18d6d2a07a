using SchemaEvolve.Operations;

namespace SchemaEvolve.Conformance;

/// <summary>At least one operation of each kind that is more than a change, all of which fit <see cref="Shop"/>.</summary>
public static class SampleOperations
{
    private static readonly Identifier Name = "name";

    /// <summary>The operations.</summary>
    public static IEnumerable<Operation> All { get; } =
    [
        new ReplaceColumn("customers", "phone", Column.Text("phone_number"), new(old => $"trim({old})"), new(now => now)),
        new ReplaceColumn("customers", "points", Column.Int32("score").NotNull().Default(0), Conversion.None, Conversion.None),
        new SplitColumn(
            "customers",
            "notes",
            [Column.Text("summary").NotNull().Default(""), Column.Text("details")],
            [new("summary", $"coalesce(substr({new Identifier("notes")}, 1, 10), '')"), new("details", $"substr({new Identifier("notes")}, 11)")],
            $"{new Identifier("summary")} || coalesce({new Identifier("details")}, '')"),
        new MergeColumns(
            "orders",
            Column.Text("label"),
            $"{new Identifier("placed_at")} || ' ' || {new Identifier("total")}",
            [new("placed_at", $"NULL"), new("total", $"0")]),
        new RequireColumn("customers", "notes", $"'about ' || {Name}"),
        new TightenCheck("customers", new("ck_customers_name", $"length({Name}) > 1"), [new("name", $"{Name} || '?'")]),
        new TightenCheck("orders", new("ck_orders_total", $"{new Identifier("total")} >= 0"), []),
        new WidenPrimaryKey("orders", ColumnType.Int64),
    ];

    /// <summary>The operations between two tables, which fit <see cref="Shop.Paired"/>.</summary>
    public static IEnumerable<Operation> Pairs { get; } =
    [
        new MoveColumn(new("customers", "notes", ["id"]), new("profiles", "about", ["customer"])),
        new MoveColumn(new("customers", "points", ["id"]), new("profiles", "points", ["customer"])),
        new MoveColumn(new("profiles", "motto", ["customer"]), new("customers", "motto", ["id"])),
    ];
}
