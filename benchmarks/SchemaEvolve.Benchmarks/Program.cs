using BenchmarkDotNet.Running;
using SchemaEvolve.Benchmarks;
using SchemaEvolve.Benchmarks.Fresh;
using SchemaEvolve.Benchmarks.Stalls;

if (args is ["stalls"])
{
    await StallReport.WriteAsync(Console.Out);
    return;
}

if (args is ["fresh"])
{
    await FreshReport.WriteAsync(Console.Out);
    return;
}

BenchmarkSwitcher.FromTypes([typeof(NoOpStart), typeof(EmptyDatabase), typeof(Planning)]).Run(args);
