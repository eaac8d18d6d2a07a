namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE901 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.CreateTable("visits", Column.Int32("id").Identity().PrimaryKey());

    public override void Good(MigrationBuilder schema) => schema.CreateTable("visits", Column.Int64("id").Identity().PrimaryKey());
}
