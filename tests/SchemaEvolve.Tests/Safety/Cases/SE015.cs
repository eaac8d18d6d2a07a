using SchemaEvolve.Providers;

namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE015 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").AddIndex("placed_at");

    public override void Good(MigrationBuilder schema) => Bad(schema);

    protected override Surroundings BadSurroundings => Normal with
    {
        Stragglers = [new("pid 4711, report, ada, idle in transaction", TimeSpan.FromHours(2), IsPrepared: false)],
    };

    protected override Surroundings GoodSurroundings => Normal with
    {
        Stragglers = [new("pid 4711, report, ada, active", TimeSpan.FromSeconds(2), IsPrepared: false)],
    };
}
