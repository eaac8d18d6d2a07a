namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE702 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("visits").Backfill("page", $"lower(page)", Undo.Nothing);

    public override void Good(MigrationBuilder schema) => schema.Table("visits").AddPrimaryKey("number");

    public override void Given(MigrationBuilder schema) => schema.CreateTable("visits", Column.Int64("number").NotNull(), Column.Text("page"));
}
