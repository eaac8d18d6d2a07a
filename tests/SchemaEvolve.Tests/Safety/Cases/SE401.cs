namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE401 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Unsafe("it is quick", inPlace => inPlace.Table("customers").RenameColumn("phone", to: "telephone"));

    public override void Good(MigrationBuilder schema) => schema.Table("customers").RenameColumn("phone", to: "telephone");
}
