namespace SchemaEvolve;

/// <summary>Another process is migrating the database, and took longer than this one may wait, or took over. The message says what is undone.</summary>
public sealed class MigrationLockException(string message, Exception? inner = null) : MigrationException(message, inner);
