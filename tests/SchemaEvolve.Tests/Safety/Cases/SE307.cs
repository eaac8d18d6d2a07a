namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE307 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("customers")
        .AddColumn(Column.Text("telephone"))
        .DropColumn("phone");

    public override void Good(MigrationBuilder schema) => schema.Table("customers").RenameColumn("phone", to: "telephone");
}
