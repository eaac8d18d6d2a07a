namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE410 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("customers").ChangeType("country", ColumnType.Text(3));

    public override void Good(MigrationBuilder schema) => schema.Table("customers").AddColumn(Column.Text("country_code", max: 3));
}
