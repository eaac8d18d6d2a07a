using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;

namespace SchemaEvolve.Diagnostics;

/// <summary>Where spans and metrics come from.</summary>
internal static class Telemetry
{
    private const string Name = "SchemaEvolve";

    // What follows the plus sign names the commit.
    private static readonly string Version =
        typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static ActivitySource Source { get; } = new(Name, Version);

    public static Meter Meter { get; } = new(Name, Version);
}
