namespace SchemaEvolve.DependencyInjection.Tests;

[Migration(2026_01_01_0900)]
public sealed class CreateNotes : Migration
{
    protected override void Define(MigrationBuilder schema) =>
        schema.CreateTable("notes", Column.Int64("id").Identity().PrimaryKey(), Column.Text("text").NotNull());
}
