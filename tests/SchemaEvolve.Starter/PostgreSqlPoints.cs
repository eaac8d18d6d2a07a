using System.Diagnostics;

namespace SchemaEvolve.Starter;

/// <summary>Hears from the driver when the server has answered.</summary>
internal static class PostgreSqlPoints
{
    public static void Watch() => ActivitySource.AddActivityListener(new()
    {
        ShouldListenTo = source => source.Name == "Npgsql",
        Sample = (ref _) => ActivitySamplingResult.AllData,
        ActivityStopped = _ => Points.OfThisRun?.Pass(isTurn: true),
    });
}
