using SchemaEvolve.Providers;

namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE918 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").Backfill("status", $"lower(status)", Undo.Nothing);

    public override void Good(MigrationBuilder schema) => schema.Table("orders").Backfill("status", $"lower(status)", Undo.Nothing);

    protected override Surroundings BadSurroundings => Sized("orders", rows: 60_000_000, bytes: 8L << 30);

    protected override Surroundings GoodSurroundings => BadSurroundings;

    protected override MigratorOptions GoodOptions => new() { WhenToBackfill = Backfilling.Background };
}
