namespace SchemaEvolve.DependencyInjection.Tests;

[Migration(2026_01_02_0900)]
public sealed class CreateReports : Migration
{
    protected override void Define(MigrationBuilder schema) => schema.CreateTable("reports", Column.Int64("id").PrimaryKey());
}
