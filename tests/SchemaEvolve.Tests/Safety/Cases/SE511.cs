namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE511 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders")
        .AddForeignKey("customer_id", references: "customers", onDelete: ReferentialAction.SetDefault)
        .AddIndex("customer_id");

    public override void Good(MigrationBuilder schema) => schema.Table("orders")
        .SetDefault("customer_id", 0)
        .AddForeignKey("customer_id", references: "customers", onDelete: ReferentialAction.SetDefault)
        .AddIndex("customer_id");
}
