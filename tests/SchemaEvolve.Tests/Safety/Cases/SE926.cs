namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE926 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").AddColumn(Column.Timestamp("created_at").DefaultSql(Sql.Now));

    public override void Good(MigrationBuilder schema) => schema.Table("orders")
        .AddColumn(Column.Timestamp("created_at"))
        .SetDefaultSql("created_at", Sql.Now);
}
