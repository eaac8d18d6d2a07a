using SchemaEvolve.Providers;

namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE701 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").Update("status", $"'new'", where: $"status = ''", Undo.Nothing);

    public override void Good(MigrationBuilder schema) => schema.Table("orders").Backfill("status", $"'new'", Undo.Nothing, where: $"status = ''");

    protected override Surroundings BadSurroundings => Sized("orders", rows: 3_000_000, bytes: 400 << 20);

    protected override Surroundings GoodSurroundings => BadSurroundings;
}
