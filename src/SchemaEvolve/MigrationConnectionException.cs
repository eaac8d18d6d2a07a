namespace SchemaEvolve;

/// <summary>The database cannot be reached, or not be written to. Nothing has been touched.</summary>
public sealed class MigrationConnectionException(string message, Exception? inner = null) : MigrationException(message, inner);
