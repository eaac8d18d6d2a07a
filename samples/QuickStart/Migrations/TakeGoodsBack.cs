using SchemaEvolve;

namespace QuickStart.Migrations;

[Migration(2026_05_18_1330, Scope = "orders", Owner = "accounting", Reason = "A burnt loaf is paid back")]
public sealed class TakeGoodsBack : Migration
{
    protected override void Define(MigrationBuilder schema) =>
        schema.CreateTable(
            "refunds",
            Column.Guid("id").PrimaryKey(),
            Column.Int64("order_id").NotNull(),
            Column.Int32("line").NotNull(),
            Column.Decimal("amount", 10, 2).NotNull(),
            Column.Text("reason"))
            .AddForeignKey(["order_id", "line"], references: "order_lines", onDelete: ReferentialAction.Cascade)
            .AddIndex("order_id", "line");
}
