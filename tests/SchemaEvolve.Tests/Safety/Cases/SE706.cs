using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE706 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").Backfill("status", $"lower(status)", Undo.Nothing);

    public override void Good(MigrationBuilder schema) => schema.Table("customers").Backfill("country", $"upper(country)", Undo.Nothing);

    public override Catalog Live(Catalog given) => given.Alter("orders", table => table with
    {
        Opaques = [new("trigger", "orders_audit", $"CREATE TRIGGER orders_audit AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION audit()")],
    });
}
