using SchemaEvolve;

namespace RollingDeploy.Migrations;

[Migration(2026_01_01_0900, Reason = "Version 1 wants to know its customers")]
internal sealed class OpenShop : Migration
{
    protected override void Define(MigrationBuilder schema) => schema
        .CreateTable(
            Customer.Table,
            Column.Int64("id").PrimaryKey(),
            Column.Int64("seed").NotNull(),
            Column.Text("name").NotNull(),
            Column.Text("phone").NotNull(),
            Column.Int32("points").NotNull().Default(0),
            Column.Text("fax").NotNull())
        .AddUnique("phone")
        .AddIndex("points");
}
