using System.Data.Common;
using Dapper;

namespace QuickStart;

/// <summary>The application: what it asks of its data, with Dapper.</summary>
internal sealed class Bakery(DbDataSource database)
{
    public Task<IReadOnlyList<BestSeller>> BestSellersAsync() => QueryAsync<BestSeller>(
        """
        SELECT products.name, sum(order_lines.quantity) AS sold, sum(order_lines.amount) AS revenue
        FROM order_lines
        JOIN products ON products.code = order_lines.product
        GROUP BY products.name
        ORDER BY revenue DESC
        LIMIT 3
        """);

    public Task<IReadOnlyList<Customer>> CustomersAsync() => QueryAsync<Customer>(
        """
        SELECT customers.name, customers.email, customers.phone_number AS phone, countries.name AS country
        FROM customers
        JOIN countries ON countries.code = customers.country
        ORDER BY customers.name
        """);

    public Task<IReadOnlyList<Month>> MonthsAsync() =>
        QueryAsync<Month>("SELECT month AS name, orders, revenue FROM monthly_revenue ORDER BY month");

    private async Task<IReadOnlyList<T>> QueryAsync<T>(string sql)
    {
        await using var connection = await database.OpenConnectionAsync();

        return [.. await connection.QueryAsync<T>(sql)];
    }
}
