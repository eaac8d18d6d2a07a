using SchemaEvolve;

namespace QuickStart.Migrations;

[Migration(2026_02_16_1100, Scope = "customers", Owner = "front-desk", Reason = "An address leads to one customer")]
public sealed class KnowCustomersByEmail : Migration
{
    protected override void Define(MigrationBuilder schema)
    {
        schema.Require("No two customers share an email", offenders: $"SELECT email FROM customers GROUP BY email HAVING count(*) > 1");

        schema.Table("customers").AddUnique("email");
    }
}
