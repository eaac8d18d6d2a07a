namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE416 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Unsafe("it is night", inPlace => inPlace.Table("orders").RequireColumn("note", fill: $"''"));

    public override void Good(MigrationBuilder schema) => schema.Table("orders").RequireColumn("note", fill: $"''");
}
