using SchemaEvolve.Providers;

namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE103 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").AddIndex("placed_at");

    public override void Good(MigrationBuilder schema) => schema.Table("orders").AddIndex("placed_at");

    protected override Surroundings BadSurroundings => Sized("orders", rows: 300_000_000, bytes: 64L << 30);
}
