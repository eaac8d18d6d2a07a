namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE920 : Case
{
    public override void Bad(MigrationBuilder schema)
    {
        schema.Table("orders").AddIndex("placed_at");
        schema.Suppress("SE509", because: "Customers are never deleted", owner: "shop", until: new(2027, 3, 1));
    }

    public override void Good(MigrationBuilder schema)
    {
        schema.Table("orders").AddForeignKey("customer_id", references: "customers");
        schema.Suppress("SE509", because: "Customers are never deleted", owner: "shop", until: new(2027, 3, 1));
    }
}
