using SchemaEvolve.Providers;

namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE005 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").AddIndex("placed_at");

    public override void Good(MigrationBuilder schema) => schema.Table("orders").AddIndex("placed_at");

    protected override Surroundings BadSurroundings => Normal with { Version = new(14, 3) };

    protected override Surroundings GoodSurroundings => Normal with { Version = new(14, 4) };
}
