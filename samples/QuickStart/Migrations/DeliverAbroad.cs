using SchemaEvolve;

namespace QuickStart.Migrations;

[Migration(2026_03_16_1200, Scope = "customers", Owner = "front-desk", Reason = "Plum cake travels well")]
public sealed class DeliverAbroad : Migration
{
    protected override void Define(MigrationBuilder schema)
    {
        schema.CreateTable("countries", Column.Text("code", max: 2).PrimaryKey(), Column.Text("name").NotNull())
            .Seed(["code", "name"], key: ["code"], ["AT", "Austria"], ["DE", "Germany"], ["FR", "France"]);

        schema.Table("customers")
            .AddColumn(Column.Text("country", max: 2).NotNull().Default("DE"))
            .AddForeignKey("country", references: "countries", onUpdate: ReferentialAction.Cascade, onDelete: ReferentialAction.Restrict)
            .AddIndex("country");
    }
}
