using System.Diagnostics;

namespace SchemaEvolve.Packages.Tests;

/// <summary>An empty folder outside the repository, where the packed packages can be had.</summary>
internal sealed class Workplace : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("schema-evolve-packages-");

    public Workplace() => ComeBack();

    /// <summary>Where the next command runs.</summary>
    public string Folder { get; private set; } = "";

    private string Packages => Path.Combine(_root.FullName, "packages");

    public void ComeBack() => Folder = _root.CreateSubdirectory("work").FullName;

    public async Task PackAsync()
    {
        await DotnetAsync(
            ["pack", Path.Combine(Repository.Folder, "SchemaEvolve.sln"), "--configuration", "Release", "--output", Packages, "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false"]);

        // It comes on top of the sources that the machine has.
        await File.WriteAllTextAsync(
            Path.Combine(_root.FullName, "nuget.config"),
            $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{Packages}" />
              </packageSources>
            </configuration>
            """);
    }

    /// <summary>Does what a line of a README says.</summary>
    public async Task<string> RunAsync(string command)
    {
        switch (command.Split(' '))
        {
            case ["cd", var folder]:
                Folder = Path.Combine(Folder, folder);
                return "";
            case ["dotnet", .. var arguments]:
                return await DotnetAsync(arguments);
            default:
                throw new NotSupportedException($"The test cannot do: {command}");
        }
    }

    public Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(Folder, file), text);

    public void Dispose() => _root.Delete(recursive: true);

    private async Task<string> DotnetAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the test run told its own processes is not for these. A folder of its own keeps packages of the same version away that were packed before.
        foreach (var inherited in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(inherited);
        }

        start.Environment["NUGET_PACKAGES"] = arguments[0] == "pack" ? null : Path.Combine(_root.FullName, "cache");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_NOLOGO"] = "1";

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        process.ExitCode.Should().Be(0, "dotnet {0} is to succeed:\n{1}{2}", string.Join(' ', arguments), await output, await errors);
        return await output;
    }
}
