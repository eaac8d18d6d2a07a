using System.Collections.Concurrent;
using System.Diagnostics;

namespace SchemaEvolve.PostgreSql.Tests.Servers;

/// <summary>Listens to what the driver sends to a database, a line for each time that it waits for an answer.</summary>
public sealed class RoundTrips : IDisposable
{
    private readonly ConcurrentQueue<string> _trips = new();
    private readonly ActivityListener _listener;

    public RoundTrips(PostgreSqlDatabase database)
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                // Other tests run at the same time.
                if (activity.TagObjects.Any(tag => tag.Value is string name && name == database.Name))
                {
                    _trips.Enqueue(activity.GetTagItem("db.query.text") as string ?? activity.DisplayName);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>What was sent, oldest first.</summary>
    public IReadOnlyCollection<string> Sent => _trips;

    public void Dispose() => _listener.Dispose();
}
