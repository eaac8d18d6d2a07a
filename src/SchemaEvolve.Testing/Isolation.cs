namespace SchemaEvolve.Testing;

/// <summary>What keeps the tests apart.</summary>
public enum Isolation
{
    /// <summary>Each test has a database of its own, a copy of a template that was migrated once. On SQLite, it is a file.</summary>
    Database,

    /// <summary>
    /// Each test has a schema of its own in one database of PostgreSQL, where the role may not create databases. Each is migrated anew,
    /// and so are those tests that migrate: they take <see cref="FreshDatabase.Provider"/>.
    /// </summary>
    Schema,
}
