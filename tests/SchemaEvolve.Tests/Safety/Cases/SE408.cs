namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE408 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.AddEnumValue("mood", "curious");

    public override void Good(MigrationBuilder schema) => schema.CreateEnum("weather", "sun", "rain");

    public override void Given(MigrationBuilder schema)
    {
        schema.CreateEnum("mood", "sad", "glad");
        schema.CreateTable("people", Column.Int64("id").Identity().PrimaryKey(), Column.Enum("mood", "mood"));
    }
}
