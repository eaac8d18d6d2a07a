namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE905 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("customers").AddColumn(Column.Char("language", 2));

    public override void Good(MigrationBuilder schema) => schema.Table("customers").AddColumn(Column.Text("language", max: 2));
}
