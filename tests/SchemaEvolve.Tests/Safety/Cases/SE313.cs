using SchemaEvolve.Providers;

namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE313 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.DropTable("orders");

    public override void Good(MigrationBuilder schema)
    {
        schema.DropTable("orders");
        schema.ContractWhen(Gate.Approval(by: "reporting"));
    }

    public override ContractPolicy Contract => ContractPolicy.Immediately;

    protected override Surroundings BadSurroundings => Normal with
    {
        Tables = [new TableSize("orders", 1000, 1 << 20, 1 << 20) { LastReadAgo = TimeSpan.FromMinutes(4) }],
    };
}
