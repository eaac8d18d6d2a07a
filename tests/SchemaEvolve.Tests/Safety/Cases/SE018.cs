using SchemaEvolve.Providers;

namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE018 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").AddColumn(Column.Text("remark"));

    public override void Good(MigrationBuilder schema) => Bad(schema);

    protected override Surroundings BadSurroundings => Normal with { Followers = [new("warehouse", IsActive: false, KeptBytes: 40L << 30)] };

    protected override Surroundings GoodSurroundings => Normal with { Followers = [new("warehouse", IsActive: true, KeptBytes: 40L << 30)] };
}
