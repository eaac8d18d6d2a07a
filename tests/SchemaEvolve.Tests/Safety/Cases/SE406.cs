namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE406 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Unsafe("we always write it", inPlace => inPlace.Table("customers").DropDefault("points"));

    public override void Good(MigrationBuilder schema) => schema.Table("customers").DropDefault("points");
}
