namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE405 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").AddColumn(Column.Text("currency").NotNull());

    public override void Good(MigrationBuilder schema) => schema.Table("orders")
        .AddColumn(Column.Text("currency"))
        .RequireColumn("currency", fill: $"'EUR'");
}
