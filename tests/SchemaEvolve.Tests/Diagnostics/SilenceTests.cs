using SchemaEvolve.Diagnostics;

namespace SchemaEvolve.Tests.Diagnostics;

public sealed class SilenceTests
{
    [Test]
    public void Where_nobody_listens_a_start_makes_no_span()
    {
        Spans.Run(RunKind.Migrate, null!, null!).Should().BeNull();
        var before = GC.GetAllocatedBytesForCurrentThread();

        var span = Spans.Run(RunKind.Migrate, null!, null!);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
        span.Should().BeNull();
    }
}
