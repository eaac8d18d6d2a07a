using SchemaEvolve;

namespace QuickStart.Migrations;

/// <summary>The phases order themselves: the rows are filled first, and only then is the gap closed.</summary>
[Migration(2026_04_07_0930, Scope = "customers", Owner = "front-desk", Reason = "The oven broke, and nobody could be told")]
public sealed class RequirePhoneNumber : Migration
{
    protected override void Define(MigrationBuilder schema) =>
        schema.Table("customers")
            .Update("phone_number", value: $"'ask'", where: $"phone_number IS NULL", undo: Undo.Nothing)
            .RequireColumn("phone_number");
}
