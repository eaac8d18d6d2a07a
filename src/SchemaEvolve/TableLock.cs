namespace SchemaEvolve;

/// <summary>How strongly a table is locked, from weak to strong, in the words of PostgreSQL. SQLite locks the whole file instead.</summary>
/// <remarks>https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES</remarks>
public enum TableLock
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Readers.</summary>
    AccessShare,

    /// <summary>Readers that lock rows.</summary>
    RowShare,

    /// <summary>Writers of rows.</summary>
    RowExclusive,

    /// <summary>Validation and concurrent index builds: readers and writers go on.</summary>
    ShareUpdateExclusive,

    /// <summary>Plain index builds: writers wait.</summary>
    Share,

    /// <summary>Triggers and foreign keys: writers wait.</summary>
    ShareRowExclusive,

    /// <summary>Writers and row lockers wait.</summary>
    Exclusive,

    /// <summary>Everyone waits.</summary>
    AccessExclusive,
}
