using SchemaEvolve;

namespace QuickStart.Migrations;

[Migration(2026_05_04_1000, Scope = "customers", Owner = "front-desk", Reason = "It is 2026")]
public sealed class ForgetTheFax : Migration
{
    protected override void Define(MigrationBuilder schema) => schema.Table("customers").DropColumn("fax");
}
