using SchemaEvolve.Providers;

namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE507 : Case
{
    public override void Good(MigrationBuilder schema) => schema.WidenPrimaryKey("visits");

    public override void Given(MigrationBuilder schema) => schema.CreateTable("visits", Column.Int32("id").Identity().PrimaryKey());

    public override void Bad(MigrationBuilder schema) => schema.Table("visits").AddColumn(Column.Text("note"));

    protected override Surroundings BadSurroundings => Normal with { Counters = [new("visits", "id", 1_900_000_000, int.MaxValue)] };

    protected override Surroundings GoodSurroundings => BadSurroundings;
}
