namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE923 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Unsafe("the old way", inPlace => inPlace.Table("orders").AddColumn(Column.Text("note_to_self")));

    public override void Good(MigrationBuilder schema) => schema.Table("orders").AddColumn(Column.Text("note_to_self"));
}
