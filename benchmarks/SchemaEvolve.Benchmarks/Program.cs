using BenchmarkDotNet.Running;
using SchemaEvolve.Benchmarks;

BenchmarkSwitcher.FromTypes([typeof(NoOpStart), typeof(EmptyDatabase), typeof(Planning)]).Run(args);
