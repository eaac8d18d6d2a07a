using System.Diagnostics;
using System.Globalization;
using SchemaEvolve.Benchmarks.Fresh;

namespace SchemaEvolve.Benchmarks.Peers;

/// <summary>A start with nothing to do in a new process: compiled ahead of time, and, with the same process around it, compiled on the way.</summary>
internal static class NativeReport
{
    private const int Rounds = 21;

    private static readonly Story Story = new(Deed.Table, 2);

    /// <summary>Measures a program that was published by <c>dotnet publish tests/SchemaEvolve.AotSmoke</c>, and writes a Markdown table.</summary>
    /// <param name="output">Where the table goes.</param>
    /// <param name="program">The program.</param>
    public static async Task WriteAsync(TextWriter output, string program)
    {
        var folder = Directory.CreateTempSubdirectory("schema-evolve-benchmark-");
        var file = Path.Combine(folder.FullName, "native.db");
        var forms = new List<(string Name, Func<Task> Start)>
        {
            ("SchemaEvolve, compiled ahead of time", () => RunAsync(program, "start", file)),
        };
        foreach (var peer in PeerReport.Peers.Take(2))
        {
            var database = new Database(Engines.Sqlite, await Ground.Sqlite(folder).CreateAsync());
            var written = peer.Write(Story, folder);
            forms.Add((peer.Name, () => Start.InProcessAsync(peer, database, Story, written)));
        }

        var took = forms.ToDictionary(form => form.Name, _ => new List<TimeSpan>());
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (name, start) in forms)
            {
                var began = Stopwatch.GetTimestamp();
                await start();
                took[name].Add(Stopwatch.GetElapsedTime(began));
            }
        }

        await output.WriteLineAsync("| a start with nothing to do, in a new process | took |\n|---|--:|");
        foreach (var (name, _) in forms)
        {
            // The first one had something to do.
            var median = took[name].Skip(1).Order().ElementAt(Rounds / 2);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {name} | {median.TotalMilliseconds:F0} ms |"));
        }

        folder.Delete(recursive: true);
    }

    private static async Task RunAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} could not start.");
        }
    }
}
