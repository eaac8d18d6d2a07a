namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE505 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("customers").ChangeType("phone", ColumnType.Int64);

    public override void Good(MigrationBuilder schema) => schema.Table("customers").ChangeType("phone", ColumnType.Int64, up: old => $"CASE WHEN {old} ~ '^[0-9]+$' THEN CAST({old} AS bigint) END");
}
