namespace SchemaEvolve.PostgreSql;

/// <summary>How one process at a time is let migrate.</summary>
public enum LockStrategy
{
    /// <summary>An advisory lock, held by the very connection that migrates: the server ends the two together.</summary>
    Advisory,

    /// <summary>A row that is renewed while its holder lives, and whose token is checked whenever the journal is written. For transaction poolers, and for databases without advisory locks.</summary>
    Lease,
}
