namespace SchemaEvolve.Providers;

/// <summary>A copy of the database that is fed from its log.</summary>
/// <param name="Name">The name of its slot.</param>
/// <param name="IsActive">Whether it is connected.</param>
/// <param name="KeptBytes">How much of the log is kept for it.</param>
public sealed record Follower(string Name, bool IsActive, long KeptBytes);
