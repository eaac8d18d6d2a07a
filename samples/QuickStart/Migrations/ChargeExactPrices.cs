using SchemaEvolve;

namespace QuickStart.Migrations;

[Migration(2026_03_02_0845, Scope = "shop", Owner = "accounting", Reason = "Floating-point numbers lose cents")]
public sealed class ChargeExactPrices : Migration
{
    protected override void Define(MigrationBuilder schema) =>
        schema.Table("products")
            .ChangeType("price", ColumnType.Decimal(10, 2), up: old => $"round(CAST({old} AS numeric), 2)")
            .AddCheck("ck_products_price", $"price >= 0");
}
