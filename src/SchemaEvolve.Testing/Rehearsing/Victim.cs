using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SchemaEvolve.Testing.Rehearsing;

/// <summary>A process of its own, which goes a way until it kills itself.</summary>
internal static class Victim
{
    // What it says before: it cannot say anything afterwards.
    private const string LastWord = "Killed by the rehearsal.";

    /// <summary>Goes a way in another process, up to a point.</summary>
    public static async Task RunAsync(Recipe recipe, string connectionString, Lifecycle lifecycle, Way way, int point, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(
            Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet",
            [
                "exec",
                .. Surroundings(),
                recipe.Assembly,
                recipe.Type,
                recipe.Method,
                string.Join(',', lifecycle.History.Select(migration => migration.Id.ToString(CultureInfo.InvariantCulture))),
                $"{way}",
                point.ToString(CultureInfo.InvariantCulture),
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

        // Whoever lists the processes of the machine is not to read a password.
        await process.StandardInput.WriteLineAsync(connectionString.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0 && !said.Contains(LastWord, StringComparison.Ordinal))
        {
            throw new RehearsalException($"The process that was to be killed has failed instead. {(await errors).Trim()}");
        }
    }

    /// <summary>Is that process.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "What the tests are made of is never trimmed.")]
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [var assembly, var type, var method, var history, var way, var point])
        {
            await Console.Error.WriteLineAsync("This is the process that a rehearsal kills. Nobody else starts it.");
            return 1;
        }

        var connectionString = await Console.In.ReadLineAsync() ?? "";
        var rehearsal = new Recipe(assembly, type, method).Follow(connectionString);
        await rehearsal.GoAsync(
            [.. history.Split(',').Select(id => long.Parse(id, CultureInfo.InvariantCulture))],
            Enum.Parse<Way>(way),
            int.Parse(point, CultureInfo.InvariantCulture),
            Die);
        return 0;
    }

    private static void Die()
    {
        Console.WriteLine(LastWord);
        Process.GetCurrentProcess().Kill();
    }

    // With what the tests depend on, it finds the same assemblies.
    private static string[] Surroundings()
    {
        var dependencies = (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string)?.Split(';').FirstOrDefault(file => File.Exists(SettingsOf(file)))
            ?? throw new RehearsalException("A process to be killed needs the .deps.json and the .runtimeconfig.json of the tests, and nothing tells where they are. Run them with dotnet test.");

        return
        [
            "--depsfile", dependencies,
            "--runtimeconfig", SettingsOf(dependencies),
            Path.Combine(Path.GetDirectoryName(dependencies)!, $"{typeof(Victim).Assembly.GetName().Name}.dll"),
        ];

        static string SettingsOf(string file) => file.Replace(".deps.json", ".runtimeconfig.json", StringComparison.Ordinal);
    }
}
