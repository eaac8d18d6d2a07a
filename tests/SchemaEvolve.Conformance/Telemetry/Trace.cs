using System.Collections.ObjectModel;
using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace SchemaEvolve.Conformance.Telemetry;

/// <summary>The spans of one test, as an exporter of OpenTelemetry gets them, however many tests run beside it.</summary>
public sealed class Trace : IDisposable
{
    private readonly Activity _root = new Activity("test").Start();
    private readonly Kept _exported;
    private readonly TracerProvider _provider;

    public Trace()
    {
        _exported = new(_root.TraceId);
        _provider = Sdk.CreateTracerProviderBuilder().SetSampler(new Only(_root.TraceId)).AddSource("SchemaEvolve").AddInMemoryExporter(_exported).Build();
    }

    /// <summary>The spans that have ended, in the order in which they did.</summary>
    public IReadOnlyList<Activity> Spans => [.. _exported];

    /// <summary>The one span of a name.</summary>
    public Activity this[string name] => _exported.Should().ContainSingle(span => span.DisplayName == name).Which;

    /// <summary>The spans as a tree: each as its name behind the names of those that it is in.</summary>
    public IEnumerable<string> Paths => _exported.OrderBy(span => span.StartTimeUtc).Select(Path);

    public void Dispose()
    {
        _provider.Dispose();
        _root.Stop();
        _root.Dispose();
    }

    private string Path(Activity span) => _exported.FirstOrDefault(other => other.SpanId == span.ParentSpanId) is { } parent
        ? $"{Path(parent)} > {span.DisplayName}"
        : span.DisplayName;

    // What another listener has asked for, an exporter gets too.
    private sealed class Kept(ActivityTraceId trace) : Collection<Activity>
    {
        protected override void InsertItem(int index, Activity item)
        {
            if (item.TraceId == trace)
            {
                base.InsertItem(index, item);
            }
        }
    }

    private sealed class Only(ActivityTraceId trace) : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
            new(samplingParameters.TraceId == trace ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
    }
}
