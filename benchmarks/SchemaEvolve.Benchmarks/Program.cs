using BenchmarkDotNet.Running;
using SchemaEvolve.Benchmarks;
using SchemaEvolve.Benchmarks.Fresh;
using SchemaEvolve.Benchmarks.Peers;
using SchemaEvolve.Benchmarks.Rows;
using SchemaEvolve.Benchmarks.Stalls;

switch (args)
{
    case ["stalls"]:
        await StallReport.WriteAsync(Console.Out);
        break;
    case ["backfill", .. var options]:
        await BackfillReport.WriteAsync(Console.Out, options.Contains("--quick"));
        break;
    case ["dual-write", .. var options]:
        await DualWriteReport.WriteAsync(Console.Out, options.Contains("--quick"));
        break;
    case ["rebuild", .. var options]:
        await RebuildReport.WriteAsync(Console.Out, options.Contains("--quick"));
        break;
    case ["native", var program]:
        await NativeReport.WriteAsync(Console.Out, program);
        break;
    case ["peers", .. var options]:
        await PeerReport.WriteAsync(Console.Out, options.Contains("--quick"));
        break;
    case ["start", .. var arguments]:
        await Start.RunAsync(arguments);
        break;
    case ["fresh"]:
        await FreshReport.WriteAsync(Console.Out);
        break;
    default:
        BenchmarkSwitcher.FromTypes([typeof(NoOpStart), typeof(EmptyDatabase), typeof(Planning)]).Run(args);
        break;
}
