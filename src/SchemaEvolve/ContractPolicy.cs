namespace SchemaEvolve;

/// <summary>When a migration takes away what only the previous version of the application needed.</summary>
public enum ContractPolicy
{
    /// <summary>When every <see cref="Gate"/> of the migration is open.</summary>
    WhenDue,

    /// <summary>In the same run, migration by migration. Right where no previous version is running: on desktops, in tests, with a single instance.</summary>
    Immediately,

    /// <summary>When <see cref="Migrator.ContractAsync"/> is called.</summary>
    Manually,
}
