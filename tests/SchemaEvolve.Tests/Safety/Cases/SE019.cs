using SchemaEvolve.Providers;

namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE019 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("customers").AddUnique("email");

    public override void Good(MigrationBuilder schema) => Bad(schema);

    protected override Surroundings BadSurroundings => Normal with { IsSortedAnew = true };
}
