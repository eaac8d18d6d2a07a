namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE917 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").DropColumn("note");

    public override void Good(MigrationBuilder schema) => Bad(schema);

    public override string? BadReason => null;
}
