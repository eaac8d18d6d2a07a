namespace SchemaEvolve.Planning;

/// <summary>How far a migration has come.</summary>
public enum MigrationState
{
    /// <summary>Nothing of it is done.</summary>
    Pending,

    /// <summary>Some of its expand steps are done.</summary>
    Expanding,

    /// <summary>What it adds is there. Rows are still to be brought up to date.</summary>
    Expanded,

    /// <summary>The rows are up to date. If it takes something away, that is still there.</summary>
    Migrated,

    /// <summary>What it takes away is gone, or set aside.</summary>
    Contracted,

    /// <summary>What was set aside is gone too.</summary>
    Purged,

    /// <summary>It is being taken back. Nothing else is done before that has ended.</summary>
    RollingBack,

    /// <summary>It is taken back as far as both versions of the application work. The rollback ends when it is called again.</summary>
    Reopened,
}
