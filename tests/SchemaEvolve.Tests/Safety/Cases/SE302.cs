namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE302 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Unsafe("nobody reads it", inPlace => inPlace.Table("orders").DropColumn("note"));

    public override void Good(MigrationBuilder schema) => schema.Table("orders").DropColumn("note");
}
