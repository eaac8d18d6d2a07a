namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE922 : Case
{
    public override void Bad(MigrationBuilder schema)
    {
        schema.Sql(up: $"ALTER TABLE orders ADD COLUMN gross numeric", down: $"ALTER TABLE orders DROP COLUMN gross");
        schema.Table("orders").AddIndex("gross");
    }

    public override void Good(MigrationBuilder schema) => schema.Table("orders").AddColumn(Column.Decimal("gross", 10, 2)).AddIndex("gross");
}
