using System.Diagnostics;

namespace SchemaEvolve.PostgreSql.Tests.Servers;

/// <summary>An application of its own process that migrates when it is told to.</summary>
public sealed class Application : IDisposable
{
    private readonly Process _process;

    private Application(Process process) => _process = process;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts the application, and waits until it could migrate.</summary>
    public static async Task<Application> StartAsync(string engine, string connectionString, string story)
    {
        var program = Path.Combine(TestContext.CurrentContext.TestDirectory, "SchemaEvolve.Starter.dll");
        var application = new Application(Process.Start(new ProcessStartInfo("dotnet", [program, engine, connectionString, story])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
        (await application.HearAsync()).Should().Be("ready");

        return application;
    }

    /// <summary>Lets it migrate.</summary>
    public Task GoAsync() => _process.StandardInput.WriteLineAsync("go");

    /// <summary>Lets a step go on that waits for the end of its input.</summary>
    public void LetGo() => _process.StandardInput.Close();

    /// <summary>The next line that it says.</summary>
    public Task<string?> HearAsync() => _process.StandardOutput.ReadLineAsync();

    /// <summary>Stops it where it stands, as a virtual machine does that is moved.</summary>
    public void Pause() => Signal("STOP");

    /// <summary>Lets it go on as if nothing had happened.</summary>
    public void Resume() => Signal("CONT");

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }
}
