using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace QuickStart;

/// <summary>What the sample shows on the screen.</summary>
internal static class Report
{
    public static void Print(Plan plan)
    {
        if (plan.IsEmpty)
        {
            Console.WriteLine("\nNothing is pending.");
            return;
        }

        Console.WriteLine("\nThe plan");
        foreach (var migration in plan.Steps.GroupBy(step => step.Migration))
        {
            Console.WriteLine($"  {migration.Key.Label}: {migration.Key.Reason}");
            foreach (var step in migration)
            {
                Console.WriteLine($"    {step.Phase,-8}  {step.Description}");
            }
        }

        if (plan.StopsBecause is { } reason)
        {
            Console.WriteLine($"  … {reason}");
        }
    }

    public static void Print(IReadOnlyList<JournalEvent> timeline)
    {
        Console.WriteLine("\nThe timeline, as the database remembers it");
        foreach (var happened in timeline)
        {
            Console.WriteLine($"  {happened.At:yyyy-MM-dd HH:mm:ss}  {happened.Kind,-8}  {happened.Name,-20}  {happened.Description}");
        }
    }

    public static void Print(IReadOnlyList<BestSeller> bestSellers, IReadOnlyList<Customer> customers, IReadOnlyList<Month> months)
    {
        Console.WriteLine("\nWhat sells best");
        foreach (var product in bestSellers)
        {
            Console.WriteLine($"  {product.Name,-16}  sold: {product.Sold,2}  revenue: {product.Revenue:0.00}");
        }

        Console.WriteLine("\nWho buys");
        foreach (var customer in customers)
        {
            Console.WriteLine($"  {customer.Name,-8} {customer.Email,-20} {customer.Phone,-10} {customer.Country}");
        }

        Console.WriteLine("\nWhat the bank is told");
        foreach (var month in months)
        {
            Console.WriteLine($"  {month.Name}  orders: {month.Orders}  revenue: {month.Revenue:0.00}");
        }
    }
}
