using SchemaEvolve.Providers;

namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE017 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").AddColumn(Column.Text("remark"));

    public override void Good(MigrationBuilder schema) => Bad(schema);

    protected override Surroundings BadSurroundings => Normal with { Stragglers = [new("order-17", TimeSpan.FromDays(3), IsPrepared: true)] };
}
