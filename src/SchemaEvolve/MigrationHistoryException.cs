namespace SchemaEvolve;

/// <summary>The migrations of the application and those in the journal contradict each other. Nothing has been touched.</summary>
public sealed class MigrationHistoryException(string message) : MigrationException(message)
{
    /// <summary>Whether a newer version of the application has taken away what this one may use, so that it cannot run any more.</summary>
    internal bool IsOutdated { get; init; }
}
