using SchemaEvolve;

namespace QuickStart.Migrations;

/// <summary>What rows are changed for is checked before anything is built on it.</summary>
[Migration(2026_02_16_1030, Scope = "customers", Owner = "front-desk", Reason = "People write their address in many ways")]
public sealed class TidyEmails : Migration
{
    protected override void Define(MigrationBuilder schema)
    {
        schema.Table("customers").Update(
            "email",
            value: $"lower(trim(email))",
            where: $"email <> lower(trim(email))",
            undo: Undo.Impossible("Nobody kept what people had typed."));

        schema.Verify("Every email has an @", offenders: $"SELECT id, email FROM customers WHERE email NOT LIKE '%@%'");
    }
}
