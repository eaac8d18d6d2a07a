namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE911 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.CreateTable("visits", Column.Text("page").NotNull(), Column.Timestamp("at").NotNull());

    public override void Good(MigrationBuilder schema) => schema.CreateTable("visits", Column.Int64("id").Identity().PrimaryKey(), Column.Text("page").NotNull(), Column.Timestamp("at").NotNull());
}
