using SchemaEvolve.Providers;

namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE811 : Case
{
    public override string Engine => Engines.Sqlite;

    public override void Bad(MigrationBuilder schema) => schema.Table("orders").AddColumn(Column.Text("note_to_self"));

    public override void Good(MigrationBuilder schema) => Bad(schema);

    protected override Surroundings BadSurroundings => Normal with { IsOnNetwork = true, HasWriteAheadLog = true };

    protected override Surroundings GoodSurroundings => Normal with { HasWriteAheadLog = true };
}
