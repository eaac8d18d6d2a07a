using System.Globalization;

namespace SchemaEvolve.Benchmarks.Peers;

/// <summary>A migration of SchemaEvolve.</summary>
public abstract class OwnMigration : Migration
{
    private readonly Deed _deed;
    private readonly int _number;

    protected OwnMigration(Deed deed, int number) => (_deed, _number) = (deed, number);

    protected override void Define(MigrationBuilder schema)
    {
        if (_deed == Deed.Count)
        {
            schema.SqlIrreversible($"UPDATE counter SET value = value + 1", "It is counted how often it runs");
            return;
        }

        schema.CreateTable($"t{_number.ToString(CultureInfo.InvariantCulture)}", Column.Int64("id").PrimaryKey(), Column.Text("name").NotNull())
            .AddIndex("name")
            .AddColumn(Column.Int32("points").NotNull().Default(0));
    }
}
