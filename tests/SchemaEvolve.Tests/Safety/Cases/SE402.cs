namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE402 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Unsafe("it is quick", inPlace => inPlace.RenameTable("customers", to: "clients"));

    public override void Good(MigrationBuilder schema) => schema.RenameTable("customers", to: "clients");
}
