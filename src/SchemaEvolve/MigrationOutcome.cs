namespace SchemaEvolve;

/// <summary>How a run ended.</summary>
public enum MigrationOutcome
{
    /// <summary>There was nothing to do.</summary>
    UpToDate,

    /// <summary>Steps were done.</summary>
    Migrated,

    /// <summary>Migrations were taken back.</summary>
    RolledBack,

    /// <summary>Another process was migrating, and did all that this one would have done.</summary>
    MigratedElsewhere,

    /// <summary>Another process is migrating or waits to, and this one went on without waiting, as <see cref="WhenLocked.ContinueIfCurrent"/> allows and as work in the background does.</summary>
    Continued,
}
