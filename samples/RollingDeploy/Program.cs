using System.Globalization;
using RollingDeploy;
using SchemaEvolve;

if (args is ["instance", var provider, var connection, var version, var number])
{
    using var stop = new CancellationTokenSource();
    var instance = new Replica(new(provider, connection), Edition.Of(int.Parse(version, CultureInfo.InvariantCulture)), long.Parse(number, CultureInfo.InvariantCulture));
    var running = Task.Run(() => instance.RunAsync(stop.Token));
    await Console.In.ReadLineAsync();
    await stop.CancelAsync();
    Console.WriteLine((await running).ToLine());
    return 0;
}

if (!Arguments.TryParse(args, out var arguments, out var mistake))
{
    await Console.Error.WriteLineAsync(mistake);
    return 2;
}

try
{
    var tally = await new Story(arguments.Database, arguments.Time).TellAsync();
    Console.WriteLine($"operations: {tally.Operations}");
    Console.WriteLine($"errors: {tally.Errors}");
    Console.WriteLine($"divergences: {tally.Divergences}");
    Console.WriteLine($"lost rows: {tally.LostRows}");
    return tally.IsClean ? 0 : 1;
}
catch (MigrationException failure)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
