using System.Globalization;
using SchemaEvolve.Catalogs;

namespace SchemaEvolve;

/// <summary>Hours at which something may be taken away from the database.</summary>
/// <example><code>
/// new MaintenanceWindow(new(2, 0), new(4, 0)).On(DayOfWeek.Saturday, DayOfWeek.Sunday).In(TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna"))
/// </code></example>
/// <param name="From">When it opens.</param>
/// <param name="Until">When it shuts: on the next day, unless it is later than <paramref name="From"/>.</param>
public sealed record MaintenanceWindow(TimeOnly From, TimeOnly Until)
{
    private const int DaysAhead = 8;

    /// <summary>The days on which it opens.</summary>
    public ValueList<DayOfWeek> Days { get; private init; } = [.. Enum.GetValues<DayOfWeek>()];

    /// <summary>The time zone of its hours and days.</summary>
    public TimeZoneInfo Zone { get; private init; } = TimeZoneInfo.Utc;

    /// <summary>The same window, but only on these days. One that lasts past midnight belongs to the day on which it opens.</summary>
    public MaintenanceWindow On(params ReadOnlySpan<DayOfWeek> days) => days.IsEmpty
        ? throw new ArgumentException("A window that never opens keeps everything. Name a day: window.On(DayOfWeek.Sunday).", nameof(days))
        : this with { Days = [.. days] };

    /// <summary>The same window, by the clocks of a time zone. Without it, hours are UTC.</summary>
    public MaintenanceWindow In(TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);

        return this with { Zone = zone };
    }

    /// <summary>The hours, the days and the time zone.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{From:HH\\:mm}–{Until:HH\\:mm} {Zone.Id}{(Days.Distinct().Count() == Enum.GetValues<DayOfWeek>().Length ? "" : $" on {string.Join(", ", Days)}")}");

    /// <summary>Whether it is open, and until when; or else when it opens.</summary>
    internal (bool IsOpen, DateTimeOffset Changes) At(DateTimeOffset now)
    {
        // It may have opened yesterday.
        var yesterday = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Zone).Date).AddDays(-1);
        var (opens, shuts) = Enumerable.Range(0, DaysAhead + 1)
            .Select(yesterday.AddDays)
            .Where(day => Days.Contains(day.DayOfWeek))
            .Select(day => (Opens: Instant(day, From), Shuts: Instant(Until > From ? day : day.AddDays(1), Until)))
            .First(opening => opening.Shuts > now);

        return opens <= now ? (true, shuts) : (false, opens);
    }

    // An hour that the clocks leave out in spring is taken by those of winter, and so is one that they repeat in autumn.
    private DateTimeOffset Instant(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);

        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
