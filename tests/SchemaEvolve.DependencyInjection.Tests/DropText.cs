namespace SchemaEvolve.DependencyInjection.Tests;

[Migration(2026_01_04_0900)]
public sealed class DropText : Migration
{
    protected override void Define(MigrationBuilder schema) => schema.Table("notes").DropColumn("text", down: $"''");
}
