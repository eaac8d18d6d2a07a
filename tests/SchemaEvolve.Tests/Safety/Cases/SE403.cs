namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE403 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.RenameEnumValue("mood", "glad", "happy");

    public override void Good(MigrationBuilder schema) => schema.AddEnumValue("mood", "happy");

    public override void Given(MigrationBuilder schema)
    {
        schema.CreateEnum("mood", "sad", "glad");
        schema.CreateTable("people", Column.Int64("id").Identity().PrimaryKey(), Column.Enum("mood", "mood"));
    }
}
