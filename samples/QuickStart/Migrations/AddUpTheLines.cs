using SchemaEvolve;

namespace QuickStart.Migrations;

[Migration(2026_03_02_0900, Scope = "orders", Owner = "accounting", Reason = "Every report computed it again")]
public sealed class AddUpTheLines : Migration
{
    protected override void Define(MigrationBuilder schema) =>
        schema.Table("order_lines")
            .AddColumn(Column.Decimal("amount", 12, 2).GeneratedStored($"quantity * unit_price"));
}
