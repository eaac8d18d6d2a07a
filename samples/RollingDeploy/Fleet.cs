using System.Diagnostics;
using System.Globalization;

namespace RollingDeploy;

/// <summary>The instances of one version of the application, each a process of its own.</summary>
internal sealed class Fleet
{
    private static int _started;

    private readonly List<Process> _processes;

    private Fleet(List<Process> processes) => _processes = processes;

    public static Fleet Start(Database database, int version, int instances) =>
        new([.. Enumerable.Range(0, instances).Select(_ => Start(database, version))]);

    /// <summary>Lets them finish what they are at, and counts together what they did.</summary>
    public async Task<Tally> DrainAsync()
    {
        var tally = Tally.None;
        foreach (var process in _processes)
        {
            await process.StandardInput.WriteLineAsync("stop");
        }

        foreach (var process in _processes)
        {
            var line = await process.StandardOutput.ReadLineAsync();
            await process.WaitForExitAsync();
            tally += line is null ? new Tally(0, 0, 1, 0, 0) : Tally.Parse(line);
            process.Dispose();
        }

        return tally;
    }

    private static Process Start(Database database, int version) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath!,
        [
            .. Program,
            "instance",
            database.Provider,
            database.Connection,
            version.ToString(CultureInfo.InvariantCulture),
            (++_started).ToString(CultureInfo.InvariantCulture),
        ])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    // The process of "dotnet RollingDeploy.dll" is dotnet, which wants to hear what to run.
    private static IEnumerable<string> Program =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
}
