using SchemaEvolve;

namespace QuickStart.Migrations;

/// <summary>Raw SQL, in the words of each database, and always with its way back.</summary>
[Migration(2026_06_01_0800, Scope = "reports", Owner = "accounting", Reason = "The bank asks every month")]
public sealed class SeeMonthlyRevenue : Migration
{
    private static readonly Sql Month = Sql.Per(
        postgreSql: $"to_char(orders.placed_at AT TIME ZONE 'UTC', 'YYYY-MM')",
        sqlite: $"strftime('%Y-%m', orders.placed_at)");

    protected override void Define(MigrationBuilder schema) => schema.Sql(
        up: $"""
            CREATE VIEW monthly_revenue AS
            SELECT {Month} AS month, count(DISTINCT orders.id) AS orders, sum(order_lines.amount) AS revenue
            FROM orders
            JOIN order_lines ON order_lines.order_id = orders.id
            GROUP BY 1
            """,
        down: $"DROP VIEW monthly_revenue");
}
