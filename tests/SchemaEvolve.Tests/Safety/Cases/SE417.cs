namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE417 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").DropColumn("status");

    public override void Good(MigrationBuilder schema) => schema.Table("orders").DropColumn("status", down: $"'new'");
}
