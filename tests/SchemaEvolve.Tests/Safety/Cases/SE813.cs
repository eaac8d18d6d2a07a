namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE813 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").AddColumn(Column.Text("oid"));

    public override void Good(MigrationBuilder schema) => schema.Table("orders").AddColumn(Column.Text("object_id"));

    public override string Engine => Engines.Sqlite;
}
