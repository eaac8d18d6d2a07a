using Microsoft.Extensions.Time.Testing;
using SchemaEvolve.Running;

namespace SchemaEvolve.Tests.Running;

[TestFixture]
public sealed class ReplicaLagTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();

    [Test]
    public void One_that_has_everything_is_not_behind()
    {
        var lag = new ReplicaLag(_clock);

        lag.Learn(written: 100, followed: 100, took: Second).Should().Be(TimeSpan.Zero);
        lag.Learn(written: 100, followed: null, took: TimeSpan.Zero).Should().Be(TimeSpan.Zero);
    }

    [Test]
    public void One_that_follows_is_behind_by_what_it_says_itself()
    {
        var lag = new ReplicaLag(_clock);

        lag.Learn(written: 100, followed: 90, took: Second).Should().Be(Second);
        _clock.Advance(5 * Second);
        lag.Learn(written: 200, followed: 150, took: Second).Should().Be(Second);
    }

    [Test]
    public void One_that_stands_still_is_behind_since_it_was_seen_to_be()
    {
        var lag = new ReplicaLag(_clock);

        lag.Learn(written: 100, followed: 90, took: TimeSpan.Zero);
        _clock.Advance(2 * Second);
        lag.Learn(written: 300, followed: 90, took: TimeSpan.Zero).Should().Be(2 * Second);
        _clock.Advance(Second);
        lag.Learn(written: 300, followed: 99, took: TimeSpan.Zero).Should().Be(3 * Second);
        lag.Learn(written: 300, followed: 300, took: 3 * Second).Should().Be(TimeSpan.Zero);
    }
}
