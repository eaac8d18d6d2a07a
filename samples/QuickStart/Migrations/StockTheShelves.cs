using SchemaEvolve;

namespace QuickStart.Migrations;

[Migration(2026_01_05_0930, Scope = "shop", Owner = "bakers", Reason = "There is something to buy on the first day")]
public sealed class StockTheShelves : Migration
{
    protected override void Define(MigrationBuilder schema) =>
        schema.Table("products").Seed(
            ["code", "name", "price"],
            key: ["code"],
            ["RYE", "Rye bread", 4.9],
            ["SOUR", "Sourdough loaf", 5.6],
            ["ROLL", "Poppy seed roll", 0.65],
            ["CAKE", "Plum cake", 18.5]);
}
