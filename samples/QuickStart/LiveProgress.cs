using SchemaEvolve;

namespace QuickStart;

/// <summary>Shows each step while it runs.</summary>
internal sealed class LiveProgress : IProgress<MigrationProgress>
{
    public void Report(MigrationProgress value)
    {
        if (value.Elapsed is { } elapsed)
        {
            Console.WriteLine($" {elapsed.TotalMilliseconds:0.0} ms");
            return;
        }

        if (value.Number == 1)
        {
            Console.WriteLine("\nMigrating");
        }

        Console.Write($"  {value.Number,2} of {value.Total}  {value.Step.Migration.Name}: {value.Step.Description} …");
    }
}
