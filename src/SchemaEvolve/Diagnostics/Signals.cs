using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Diagnostics;

/// <summary>How the databases fare on which steps run at the moment, as metrics. Where none runs, there is nothing to observe.</summary>
internal static class Signals
{
    private static readonly ConcurrentDictionary<Place, DatabaseSignals> Last = new();

    private static readonly Instrument[] Instruments =
    [
        Gauge("schema_evolve.database.sessions.waiting", "{session}", "Sessions that wait for a lock.", signals => signals.WaitingSessions),
        Gauge("schema_evolve.database.sessions.held_up", "{session}", "Sessions that wait for the one that migrates.", signals => signals.HeldUpSessions),
        Gauge("schema_evolve.database.blockers", "{session}", "Sessions for which the one that migrates waits.", signals => signals.Blockers),
        Gauge("schema_evolve.database.io.waits", "{session}", "Sessions that wait for the disk.", signals => signals.IoWaits),
        Counter("schema_evolve.database.transactions", "{transaction}", "Transactions of all sessions.", signals => signals.Transactions),
        Gauge("schema_evolve.database.replica.lag", "s", "How far the slowest replica is behind.", signals => signals.ReplicaLag?.TotalSeconds),
        Gauge("schema_evolve.database.wal.size", "By", "The size of the write-ahead log.", signals => signals.WalSize),
        Counter("schema_evolve.database.busy.waits", "{wait}", "Times that migrations found the database busy and asked again.", signals => signals.BusyWaits),
    ];

    /// <summary>Whether anybody listens, so that it is worth a look.</summary>
    public static bool AreHeard => Instruments.Any(instrument => instrument.Enabled);

    public static void Tell(Place place, DatabaseSignals signals) => Last[place] = signals;

    public static void Forget(Place place) => Last.TryRemove(place, out _);

    private static ObservableGauge<double> Gauge(string name, string unit, string description, Func<DatabaseSignals, double?> read) =>
        Telemetry.Meter.CreateObservableGauge(name, () => Observe(read), unit, description);

    private static ObservableCounter<double> Counter(string name, string unit, string description, Func<DatabaseSignals, double?> read) =>
        Telemetry.Meter.CreateObservableCounter(name, () => Observe(read), unit, description);

    private static IEnumerable<Measurement<double>> Observe(Func<DatabaseSignals, double?> read) => Last
        .Where(sample => read(sample.Value) is not null)
        .Select(sample => new Measurement<double>(read(sample.Value)!.Value, sample.Key.Tags()));
}
