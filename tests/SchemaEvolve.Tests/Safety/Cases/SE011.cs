using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE011 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders")
        .AddColumn(Column.Decimal("gross", 10, 2).GeneratedStored($"total * 1.19"))
        .AddIndex("note");

    public override void Good(MigrationBuilder schema) => schema.Table("orders")
        .AddColumn(Column.Decimal("gross", 10, 2))
        .Backfill("gross", $"total * 1.19", Undo.Nothing)
        .AddIndex("placed_at");

    public override ValueList<Impact> Costs(Change change) =>
        change is AddColumn { Column.Generated.IsStored: true } ? [new("orders", TableLock.AccessExclusive) { Rewrites = true, Scans = true }] : [];

    protected override Surroundings BadSurroundings => Normal with { FreeBytes = 1 << 20 };

    protected override Surroundings GoodSurroundings => BadSurroundings;
}
