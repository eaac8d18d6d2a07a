using SchemaEvolve;

namespace RollingDeploy.Migrations;

[Migration(2026_02_01_0900, Reason = "Version 2 names things better, counts further, and faxes nobody")]
internal sealed class Modernise : Migration
{
    protected override void Define(MigrationBuilder schema) => schema
        .Table(Customer.Table)
        .RenameColumn("phone", "phone_number")
        .ChangeType("points", ColumnType.Int64)
        .SplitColumn(
            "name",
            into: [Column.Text("first_name").NotNull(), Column.Text("last_name").NotNull()],
            up:
            [
                new("first_name", Sql.Per(postgreSql: $"split_part(name, ' ', 1)", sqlite: $"substr(name, 1, instr(name, ' ') - 1)")),
                new("last_name", Sql.Per(postgreSql: $"split_part(name, ' ', 2)", sqlite: $"substr(name, instr(name, ' ') + 1)")),
            ],
            down: $"first_name || ' ' || last_name")
        .DropColumn("fax", down: $"'none'");
}
