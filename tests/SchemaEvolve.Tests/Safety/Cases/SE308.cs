namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE308 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").ChangeType("total", ColumnType.Decimal(10, 0));

    public override void Good(MigrationBuilder schema) => schema.Table("orders").ChangeType("total", ColumnType.Decimal(10, 0), up: old => $"round({old}, 0)");
}
