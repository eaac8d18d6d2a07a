using SchemaEvolve;

namespace QuickStart.Migrations;

[Migration(2026_02_09_1615, Scope = "orders", Owner = "bakers", Reason = "Saturday mornings are busy")]
public sealed class FindOrdersFast : Migration
{
    protected override void Define(MigrationBuilder schema) =>
        schema.Table("orders")
            .AddIndex(["placed_at"], index => index.Named("ix_orders_to_bake").Where($"status = 'new'"));
}
