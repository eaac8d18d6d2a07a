using System.Diagnostics;

namespace SchemaEvolve.Conformance;

/// <summary>The program by which people talk to a database, run on a script as they would run it.</summary>
public static class Shell
{
    /// <summary>Runs it on a file that holds the script.</summary>
    /// <param name="program">The program.</param>
    /// <param name="script">The script.</param>
    /// <param name="arguments">The arguments, by the name of the file.</param>
    /// <returns>What it complained of, if it did not come to the end.</returns>
    public static async Task<string> RunAsync(string program, string script, Func<string, string[]> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);

        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, script);
            using var process = Process.Start(new ProcessStartInfo(program, arguments(file)) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var complaint = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();

            return process.ExitCode == 0 && complaint.Length == 0 ? "" : $"{program} ended with {process.ExitCode}: {complaint}{await output}";
        }
        finally
        {
            File.Delete(file);
        }
    }
}
