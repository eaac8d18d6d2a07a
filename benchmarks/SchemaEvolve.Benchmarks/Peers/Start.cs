using System.Diagnostics;
using System.Globalization;

namespace SchemaEvolve.Benchmarks.Peers;

/// <summary>A start of an application whose process has just begun, so that everything is compiled and read for the first time.</summary>
internal static class Start
{
    /// <summary>Starts a process that starts, and waits for its end.</summary>
    /// <returns>How long it took, with the process itself.</returns>
    public static async Task<TimeSpan> InProcessAsync(IPeer peer, Database database, Story story, string written)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(
            Environment.ProcessPath!,
            ["start", peer.Name, database.Engine, database.ConnectionString, story.Deed.ToString(), story.Length.ToString(CultureInfo.InvariantCulture), written]);
        await process.WaitForExitAsync();

        return process.ExitCode == 0 ? Stopwatch.GetElapsedTime(began) : throw new InvalidOperationException($"{peer.Name} could not start.");
    }

    /// <summary>What such a process does.</summary>
    public static Task RunAsync(string[] arguments) => arguments is [var peer, var engine, var connectionString, var deed, var length, var written]
        ? PeerReport.Peers.Single(one => one.Name == peer).StartAsync(
            new(engine, connectionString),
            new(Enum.Parse<Deed>(deed), int.Parse(length, CultureInfo.InvariantCulture)),
            written)
        : throw new ArgumentException($"A start takes a library, a database, its place, what to do, how often, and where that is written. It got: {string.Join(' ', arguments)}.");
}
