using System.Globalization;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Benchmarks;

/// <summary>Histories of any length.</summary>
internal static class Histories
{
    /// <summary>As many migrations as asked for: a table, an index, and a column each.</summary>
    public static IReadOnlyList<RecordedMigration> OfLength(int length) => [.. Enumerable.Range(1, length).Select(Record)];

    /// <summary>The statements of a plan, for whoever sends them by hand.</summary>
    public static IEnumerable<string> StatementsOf(Plan plan) =>
        plan.Steps.OfType<StatementStep>().SelectMany(step => step.Statements).Select(statement => statement.Sql.For(plan.Engine));

    private static RecordedMigration Record(int number)
    {
        var schema = new MigrationBuilder();
        var table = $"t{number.ToString(CultureInfo.InvariantCulture)}";
        schema.CreateTable(table, Column.Int64("id").PrimaryKey(), Column.Text("name").NotNull())
            .AddIndex("name")
            .AddColumn(Column.Int32("points").NotNull().Default(0));

        return new(number, $"Create{table}", [.. schema.Operations]);
    }
}
