using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Providers;

/// <summary>What a running process says of itself, again and again.</summary>
/// <param name="Instance">Tells it from all others.</param>
/// <param name="Actor">Who it is.</param>
/// <param name="Known">The ids of the migrations that it knows.</param>
/// <param name="Patience">How long it may be silent and still count as running.</param>
public sealed record Heartbeat(Guid Instance, Actor Actor, ValueList<long> Known, TimeSpan Patience);
