using System.Diagnostics;
using System.Text.RegularExpressions;

namespace SchemaEvolve.Conformance;

/// <summary>What the RollingDeploy sample promises, as whoever tries it sees it.</summary>
public abstract class RollingDeploySuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    [Test]
    public async Task A_new_version_is_rolled_out_and_taken_back_and_nobody_loses_anything()
    {
        using var sample = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(TestContext.CurrentContext.TestDirectory, "RollingDeploy.dll"),
                "--provider",
                Database.Provider.Engine.ToLowerInvariant(),
                "--connection",
                Database.ConnectionString,
                "--seconds",
                "4",
            ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var errors = sample.StandardError.ReadToEndAsync();
        var output = await sample.StandardOutput.ReadToEndAsync();
        await sample.WaitForExitAsync();

        (await errors).Should().BeEmpty();
        sample.ExitCode.Should().Be(0, output);
        var counts = output.TrimEnd().Split(Environment.NewLine)[^4..];
        counts[0].Should().MatchRegex(new Regex("^operations: [1-9][0-9]*$"));
        counts[1..].Should().Equal("errors: 0", "divergences: 0", "lost rows: 0");
    }
}
