namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE925 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").AddIndex("customer_id").AddIndex("customer_id", "placed_at");

    public override void Good(MigrationBuilder schema) => schema.Table("orders").AddIndex("customer_id", "placed_at");
}
