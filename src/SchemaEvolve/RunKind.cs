namespace SchemaEvolve;

/// <summary>What a run is for.</summary>
public enum RunKind
{
    /// <summary><see cref="Migrator.MigrateAsync"/>.</summary>
    Migrate,

    /// <summary><see cref="Migrator.WorkAsync"/>, once there is something to do.</summary>
    Work,

    /// <summary><see cref="Migrator.ContractAsync"/>.</summary>
    Contract,

    /// <summary><see cref="Migrator.PurgeAsync"/>.</summary>
    Purge,

    /// <summary><see cref="Migrator.RollbackAsync"/>.</summary>
    Rollback,
}
