using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE415 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").AddColumn(Column.Text("note_to_self"));

    public override void Good(MigrationBuilder schema) => schema.CreateTable("order_notes", Column.Int64("order_id").PrimaryKey(), Column.Text("note_to_self"));

    public override Catalog Live(Catalog given) => given.Alter("orders", table => table with
    {
        Opaques = [new("publication", "warehouse", $"ALTER PUBLICATION warehouse ADD TABLE orders")],
    });
}
