namespace SchemaEvolve;

/// <summary>When a migration takes away what only the previous version of the application needed.</summary>
public enum ContractPolicy
{
    /// <summary>In the same run, migration by migration. Right where no previous version is running: on desktops, in tests, with a single instance.</summary>
    Immediately,

    /// <summary>When <c>ContractAsync</c> is called.</summary>
    Manually,
}
