namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE510 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders")
        .AddForeignKey("customer_id", references: "customers", onDelete: ReferentialAction.SetNull)
        .AddIndex("customer_id");

    public override void Good(MigrationBuilder schema) => schema.Table("orders")
        .AddForeignKey("customer_id", references: "customers", onDelete: ReferentialAction.Restrict)
        .AddIndex("customer_id");
}
