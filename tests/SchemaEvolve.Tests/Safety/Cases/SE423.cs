using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE423 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("customers").RenameColumn("phone", to: "telephone");

    public override void Good(MigrationBuilder schema) => schema.Table("customers").RenameColumn("phone", to: "telephone");

    protected override MigratorOptions BadOptions => new() { Contract = ContractPolicy.Immediately };

    public override ValueList<Instance> Instances =>
        [new(Guid.Empty, "1.4.0", "shop-7f9c", 1, [], TimeSpan.FromSeconds(3), TimeSpan.FromHours(9), TimeSpan.FromSeconds(35))];
}
