namespace SchemaEvolve.Planning;

/// <summary>A migration that is due, and why it cannot take away what it has to.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Why">What stands in its way, and what to do.</param>
public sealed record Obstacle(RecordedMigration Migration, string Why);
