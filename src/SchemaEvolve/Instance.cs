using SchemaEvolve.Catalogs;

namespace SchemaEvolve;

/// <summary>A process that has joined the database, as the journal keeps it, by the server's clock.</summary>
/// <param name="Id">Tells it from all others.</param>
/// <param name="AppVersion">The version of the application.</param>
/// <param name="Host">The machine.</param>
/// <param name="Process">The process id.</param>
/// <param name="Known">The ids of the migrations that it knows.</param>
/// <param name="Silence">How long ago its last heartbeat was.</param>
/// <param name="Steadiness">For how long, up to its last heartbeat, none had been missing.</param>
/// <param name="Patience">How long it may be silent and still count as running.</param>
public sealed record Instance(
    Guid Id,
    string AppVersion,
    string Host,
    int Process,
    ValueList<long> Known,
    TimeSpan Silence,
    TimeSpan Steadiness,
    TimeSpan Patience)
{
    /// <summary>Whether it counts as running.</summary>
    public bool IsLive => Silence <= Patience;

    /// <summary>Its version and where it runs.</summary>
    public override string ToString() => $"Version {AppVersion} on {Host} (pid {Process})";
}
