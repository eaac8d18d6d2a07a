namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE508 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.CreateTable("refunds", Column.Int64("id").PrimaryKey(), Column.Int32("order_id").NotNull())
        .AddForeignKey("order_id", references: "orders")
        .AddIndex("order_id");

    public override void Good(MigrationBuilder schema) => schema.CreateTable("refunds", Column.Int64("id").PrimaryKey(), Column.Int64("order_id").NotNull())
        .AddForeignKey("order_id", references: "orders")
        .AddIndex("order_id");
}
