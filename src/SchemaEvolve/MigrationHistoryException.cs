namespace SchemaEvolve;

/// <summary>The migrations of the application and those in the journal contradict each other. Nothing has been touched.</summary>
public sealed class MigrationHistoryException(string message) : MigrationException(message);
