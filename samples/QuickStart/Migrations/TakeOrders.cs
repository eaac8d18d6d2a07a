using SchemaEvolve;

namespace QuickStart.Migrations;

[Migration(2026_01_12_1400, Scope = "orders", Owner = "bakers", Reason = "Customers order ahead, several things at once")]
public sealed class TakeOrders : Migration
{
    protected override void Define(MigrationBuilder schema)
    {
        schema.CreateTable(
            "orders",
            Column.Int64("id").Identity().PrimaryKey(),
            Column.Int64("customer_id").NotNull(),
            Column.Timestamp("placed_at").NotNull(),
            Column.Text("status", max: 20).NotNull().Default("new"))
            .AddForeignKey("customer_id", references: "customers", onDelete: ReferentialAction.Restrict)
            .AddIndex("customer_id", IndexKey.Descending("placed_at"))
            .AddCheck("ck_orders_status", $"status IN ('new', 'baked', 'fetched')");

        schema.CreateTable(
            "order_lines",
            Column.Int64("order_id").PrimaryKey(),
            Column.Int32("line").PrimaryKey(),
            Column.Text("product", max: 12).NotNull(),
            Column.Int32("quantity").NotNull(),
            Column.Decimal("unit_price", 10, 2).NotNull())
            .AddForeignKey("order_id", references: "orders", onDelete: ReferentialAction.Cascade)
            .AddForeignKey("product", references: "products", onUpdate: ReferentialAction.Cascade)
            .AddIndex("product")
            .AddCheck("ck_order_lines_quantity", $"quantity > 0");
    }
}
