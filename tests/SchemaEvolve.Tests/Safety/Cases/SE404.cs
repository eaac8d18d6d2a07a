namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE404 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").AllowNull("status");

    public override void Good(MigrationBuilder schema) => schema.Table("orders").SetDefault("status", "unknown");
}
