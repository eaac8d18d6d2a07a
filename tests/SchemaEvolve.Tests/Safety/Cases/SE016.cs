using SchemaEvolve.Providers;

namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE016 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").DropColumn("note");

    public override void Good(MigrationBuilder schema) => schema.Table("orders").DropColumn("note");

    public override string Engine => Engines.Sqlite;

    public override ContractPolicy Contract => ContractPolicy.Immediately;

    protected override Surroundings BadSurroundings => Normal with { Version = new(3, 35, 2) };

    protected override Surroundings GoodSurroundings => Normal with { Version = new(3, 35, 5) };
}
