namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE509 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").AddForeignKey("customer_id", references: "customers");

    public override void Good(MigrationBuilder schema) => schema.Table("orders")
        .AddForeignKey("customer_id", references: "customers")
        .AddIndex("customer_id");
}
