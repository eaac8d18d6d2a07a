namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE424 : Case
{
    public override void Bad(MigrationBuilder schema)
    {
        schema.Table("orders").DropColumn("note");
        schema.ContractWhen(Gate.Feature("no-notes"));
    }

    public override void Good(MigrationBuilder schema)
    {
        schema.Table("orders").DropColumn("note");
        schema.ContractWhen(Gate.Approval());
    }
}
