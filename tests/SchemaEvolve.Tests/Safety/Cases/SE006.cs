using SchemaEvolve.Providers;

namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE006 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").AddColumn(Column.Text("remark"));

    public override void Good(MigrationBuilder schema) => Bad(schema);

    public override string Engine => Engines.Sqlite;

    protected override Surroundings BadSurroundings => Normal with { Version = new(3, 50, 4), HasWriteAheadLog = true };

    protected override Surroundings GoodSurroundings => Normal with { Version = new(3, 50, 7), HasWriteAheadLog = true };
}
