using System.Diagnostics;

namespace SchemaEvolve.Starter;

/// <summary>Hears from the driver when something is sent to the server, and when it has answered.</summary>
internal static class PostgreSqlPoints
{
    public static void Watch(Points points) => ActivitySource.AddActivityListener(new()
    {
        ShouldListenTo = source => source.Name == "Npgsql",
        Sample = (ref _) => ActivitySamplingResult.AllData,
        ActivityStarted = _ => points.Pass(isTurn: false),
        ActivityStopped = _ => points.Pass(isTurn: true),
    });
}
