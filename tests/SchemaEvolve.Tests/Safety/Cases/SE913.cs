namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE913 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").AddColumn(Column.Text("note_to_self"));

    public override void Good(MigrationBuilder schema) => Bad(schema);

    public override long BadId => 2027_11_23_0900;
}
