namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE916 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Sql(up: $"VACUUM orders", down: $"", transactional: false);

    public override void Good(MigrationBuilder schema) => schema.Sql(up: $"CLUSTER orders USING pk_orders", down: $"");
}
