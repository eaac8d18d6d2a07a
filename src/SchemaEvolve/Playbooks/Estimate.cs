using System.Globalization;

namespace SchemaEvolve.Playbooks;

/// <summary>How long something takes, as an order of magnitude.</summary>
/// <param name="Least">As fast as it was measured: on a quiet machine that has the table in memory.</param>
/// <param name="Most">As slow as it is on a slow disk, under the load of others.</param>
public readonly record struct Estimate(TimeSpan Least, TimeSpan Most)
{
    /// <summary>Both of them, one after the other.</summary>
    public static Estimate operator +(Estimate one, Estimate other) => new(one.Least + other.Least, one.Most + other.Most);

    /// <summary>In words, such as <c>10 s to 2 min</c>.</summary>
    public override string ToString() => (Spell(Least), Spell(Most)) switch
    {
        (var least, var most) when least == most => least,
        (var least, var most) => $"{least} to {most}",
    };

    // One digit is all that anybody can promise.
    private static string Spell(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => "under a second",
        { TotalMinutes: < 2 } => $"{Round(time.TotalSeconds)} s",
        { TotalHours: < 2 } => $"{Round(time.TotalMinutes)} min",
        { TotalDays: < 2 } => $"{Round(time.TotalHours)} h",
        _ => $"{Round(time.TotalDays)} days",
    };

    private static string Round(double number)
    {
        var scale = Math.Pow(10, Math.Floor(Math.Log10(number)));

        return (Math.Round(number / scale) * scale).ToString(CultureInfo.InvariantCulture);
    }
}
