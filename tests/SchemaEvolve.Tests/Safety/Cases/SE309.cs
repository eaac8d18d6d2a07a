namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE309 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").Delete($"TRUE", Undo.Impossible("they are gone"));

    public override void Good(MigrationBuilder schema) => schema.DropTable("orders");
}
