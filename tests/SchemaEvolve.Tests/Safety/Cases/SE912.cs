namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE912 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("customers").AddUnique("email", "country");

    public override void Good(MigrationBuilder schema) => schema.Table("customers").AddUnique(["email", "country"], name: null, nullsDistinct: false);
}
