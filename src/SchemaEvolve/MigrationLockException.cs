namespace SchemaEvolve;

/// <summary>Another process is migrating the database, and took longer than this one may wait. Nothing has been touched.</summary>
public sealed class MigrationLockException(string message) : MigrationException(message);
