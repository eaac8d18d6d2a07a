using SchemaEvolve;

namespace QuickStart.Migrations;

[Migration(2026_01_05_0900, Scope = "shop", Owner = "bakers", Reason = "Customers and products get a place")]
public sealed class OpenTheShop : Migration
{
    protected override void Define(MigrationBuilder schema)
    {
        schema.CreateTable(
            "customers",
            Column.Int64("id").Identity().PrimaryKey(),
            Column.Text("name", max: 100).NotNull(),
            Column.Text("email").NotNull(),
            Column.Text("phone"),
            Column.Text("fax"),
            Column.Timestamp("joined_at").NotNull().DefaultSql(Sql.Now));

        schema.CreateTable(
            "products",
            Column.Text("code", max: 12).PrimaryKey(),
            Column.Text("name").NotNull(),
            Column.Double("price").NotNull());
    }
}
