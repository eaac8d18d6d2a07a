namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE009 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").AddColumn(Column.Text("remark"));

    public override void Good(MigrationBuilder schema) => Bad(schema);

    public override string Environment => "production";

    protected override MigratorOptions BadOptions
    {
        get
        {
            var options = new MigratorOptions { Environment = "staging" };
            return options;
        }
    }

    protected override MigratorOptions GoodOptions
    {
        get
        {
            var options = new MigratorOptions { Environment = "production" };
            return options;
        }
    }
}
