namespace SchemaEvolve.DependencyInjection.Tests;

[Migration(2026_01_02_1800)]
internal sealed class Shout : Migration
{
    protected override void Define(MigrationBuilder schema) =>
        schema.Table("notes").Backfill("text", $"text || '!'", Undo.Nothing, where: $"text NOT LIKE '%!'");
}
