using SchemaEvolve;

namespace QuickStart.Migrations;

[Migration(2026_04_07_0915, Scope = "customers", Owner = "front-desk", Reason = "The telephone system calls it that")]
public sealed class CallItPhoneNumber : Migration
{
    protected override void Define(MigrationBuilder schema) =>
        schema.Table("customers").RenameColumn("phone", to: "phone_number");
}
