using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Conformance;

/// <summary>A catalog with something of everything that both databases have.</summary>
public static class Shop
{
    /// <summary>The catalog.</summary>
    public static Catalog Catalog { get; } = new()
    {
        Tables =
        [
            Table.Of("countries", Column.Char("code", 2).PrimaryKey(), Column.Text("name").NotNull()),
            Table.Of(
                "customers",
                Column.Int64("id").Identity().PrimaryKey(),
                Column.Text("name", max: 80).NotNull(),
                Column.Text("phone"),
                Column.Text("points").NotNull().Default("0"),
                Column.Text("notes").WithComment("What we know"),
                Column.Char("country", 2)) with
            {
                Comment = "Who buys",
                Uniques = [new("uq_customers_phone", ["phone"])],
                Checks = [new("ck_customers_name", $"{new Identifier("name")} <> ''")],
                Indexes = [new("ix_customers_name", ["name", IndexKey.Descending("phone")])],
                ForeignKeys =
                [
                    new("fk_customers_country", ["country"], "countries", ["code"]) { OnDelete = ReferentialAction.SetNull },
                ],
            },
            Table.Of(
                "orders",
                Column.Int64("customer").NotNull(),
                Column.Int32("number").NotNull(),
                Column.Decimal("total", precision: 12, scale: 2).NotNull().Default(0),
                Column.Timestamp("placed_at")) with
            {
                PrimaryKey = new("pk_orders", ["customer", "number"]),
            },
        ],
    };

    /// <summary>The same, with a table beside the customers that has at most one row for each of them.</summary>
    public static Catalog Paired { get; } = Catalog with
    {
        Tables =
        [
            .. Catalog.Tables,
            Table.Of("profiles", Column.Int64("customer").PrimaryKey(), Column.Text("motto").NotNull(), Column.Text("remarks")) with
            {
                ForeignKeys = [new("fk_profiles_customer", ["customer"], "customers", ["id"])],
            },
        ],
    };
}
