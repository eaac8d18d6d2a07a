namespace SchemaEvolve.Providers;

/// <summary>A transaction that has been open for a while.</summary>
/// <param name="Name">Whose it is, in a few words.</param>
/// <param name="Age">For how long it has been open.</param>
/// <param name="IsPrepared">Whether it waits to be committed by somebody else, and outlives every connection and restart.</param>
public sealed record Straggler(string Name, TimeSpan Age, bool IsPrepared);
