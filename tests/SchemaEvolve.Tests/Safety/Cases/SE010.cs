using SchemaEvolve.PostgreSql;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE010 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").AddColumn(Column.Text("remark"));

    public override void Good(MigrationBuilder schema) => Bad(schema);

    public override string BadDenial => "Role reader does not own table orders. Run: GRANT owner TO reader.";

    public static DatabaseProvider BadProvider()
    {
        var provider = PostgreSqlProvider.Create("Host=localhost;Database=shop;Username=reader");
        return provider;
    }

    public static DatabaseProvider GoodProvider()
    {
        var provider = PostgreSqlProvider.Create(
            "Host=localhost;Database=shop;Username=reader",
            new() { MigrationConnectionString = "Host=localhost;Database=shop;Username=owner" });
        return provider;
    }
}
