namespace SchemaEvolve.Tests.Gating;

public class MaintenanceWindowTests
{
    private static readonly TimeZoneInfo Vienna = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");

    private static readonly MaintenanceWindow Night = new(new(22, 0), new(2, 0));

    [TestCase("2026-03-02T21:59Z", false, "2026-03-02T22:00Z")]
    [TestCase("2026-03-02T22:00Z", true, "2026-03-03T02:00Z")]
    [TestCase("2026-03-03T01:59Z", true, "2026-03-03T02:00Z")]
    [TestCase("2026-03-03T02:00Z", false, "2026-03-03T22:00Z")]
    public void A_window_may_last_past_midnight(string now, bool isOpen, string changes) => At(Night, now).Should().Be((isOpen, Utc(changes)));

    [TestCase("2026-02-28T23:00Z", true, "2026-03-01T02:00Z", Description = "Saturday night lasts into Sunday.")]
    [TestCase("2026-03-01T01:00Z", true, "2026-03-01T02:00Z")]
    [TestCase("2026-03-01T23:00Z", false, "2026-03-07T22:00Z")]
    public void A_window_belongs_to_the_day_on_which_it_opens(string now, bool isOpen, string changes) =>
        At(Night.On(DayOfWeek.Saturday), now).Should().Be((isOpen, Utc(changes)));

    [TestCase("2026-01-10T01:30Z", true, "2026-01-10T03:00Z", Description = "In winter, 02:00 is 01:00 UTC.")]
    [TestCase("2026-07-10T01:30Z", true, "2026-07-10T02:00Z", Description = "In summer, 04:00 is 02:00 UTC.")]
    [TestCase("2026-03-29T00:30Z", false, "2026-03-29T01:00Z", Description = "At 02:00 the clocks are put on to 03:00.")]
    public void Its_hours_are_those_of_its_time_zone(string now, bool isOpen, string changes) =>
        At(new MaintenanceWindow(new(2, 0), new(4, 0)).In(Vienna), now).Should().Be((isOpen, Utc(changes)));

    [Test]
    public void From_an_hour_to_the_same_hour_is_a_day() =>
        At(new MaintenanceWindow(new(6, 0), new(6, 0)).On(DayOfWeek.Sunday), "2026-03-02T05:00Z").Should().Be((true, Utc("2026-03-02T06:00Z")));

    [Test]
    public void A_window_that_never_opens_is_refused()
    {
        var never = () => Night.On();

        never.Should().Throw<ArgumentException>().WithMessage("A window that never opens keeps everything. Name a day: window.On(DayOfWeek.Sunday).*");
    }

    [Test]
    public void It_says_when_it_is_open()
    {
        Night.ToString().Should().Be("22:00–02:00 UTC");
        Night.On(DayOfWeek.Saturday, DayOfWeek.Sunday).In(Vienna).ToString().Should().Be("22:00–02:00 Europe/Vienna on Saturday, Sunday");
    }

    private static (bool IsOpen, DateTimeOffset Changes) At(MaintenanceWindow window, string now) => window.At(Utc(now));

    private static DateTimeOffset Utc(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
}
