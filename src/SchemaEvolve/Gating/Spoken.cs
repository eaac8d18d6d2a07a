using System.Globalization;

namespace SchemaEvolve.Gating;

/// <summary>Times as people say them.</summary>
internal static class Spoken
{
    public static string Of(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("d MMMM yyyy 'at' HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Of(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => $"{Math.Max(0, (int)span.TotalSeconds)} s",
        { TotalHours: < 1 } => Of((int)span.TotalMinutes, "min", span.Seconds, "s"),
        { TotalDays: < 2 } => Of((int)span.TotalHours, "h", span.Minutes, "min"),
        _ => Of((int)span.TotalDays, "days", span.Hours, "h"),
    };

    private static string Of(int most, string unit, int rest, string smaller) => rest == 0 ? $"{most} {unit}" : $"{most} {unit} {rest} {smaller}";
}
