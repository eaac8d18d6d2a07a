namespace SchemaEvolve;

/// <summary>Whether a gate is open.</summary>
/// <param name="Gate">The gate.</param>
/// <param name="IsOpen">Whether it is open.</param>
/// <param name="Why">Why it is open, or what it waits for and what would open it.</param>
public sealed record GateStanding(Gate Gate, bool IsOpen, string Why)
{
    /// <summary>When it opens by itself, by the server's clock, or <see langword="null"/> if it is open or something has to happen first.</summary>
    public DateTimeOffset? OpensAt { get; init; }
}
