using SchemaEvolve.PostgreSql;

namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE409 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").AddColumn(Column.Json("details"));

    public override void Good(MigrationBuilder schema) => schema.Table("orders").AddColumn(Column.Jsonb("details"));
}
