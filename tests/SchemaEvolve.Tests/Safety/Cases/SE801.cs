using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE801 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").AddForeignKey("customer_id", references: "customers").AddIndex("customer_id");

    public override void Good(MigrationBuilder schema) => schema.Table("orders").AddIndex("customer_id");

    public override string Engine => Engines.Sqlite;

    public override ValueList<Impact> Costs(Change change) =>
        change is AddForeignKey ? [new("orders", TableLock.AccessExclusive) { Rewrites = true, Scans = true }] : [];

    protected override Surroundings BadSurroundings => Sized("orders", rows: 8_000_000, bytes: null);

    protected override Surroundings GoodSurroundings => BadSurroundings;
}
