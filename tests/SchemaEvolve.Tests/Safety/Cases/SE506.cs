namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE506 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("customers").ChangeType("points", ColumnType.Int16);

    public override void Good(MigrationBuilder schema)
    {
        schema.Require("Every customer has less than 32768 points", offenders: $"SELECT id, points FROM customers WHERE points > 32767");
        schema.Table("customers").ChangeType("points", ColumnType.Int16);
    }
}
