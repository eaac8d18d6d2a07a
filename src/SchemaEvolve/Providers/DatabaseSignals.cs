namespace SchemaEvolve.Providers;

/// <summary>How a database fares at one moment while a step runs on it. What it does not know, or does not tell this role, is <see langword="null"/>.</summary>
public sealed record DatabaseSignals
{
    /// <summary>How many sessions wait for a lock.</summary>
    public long? WaitingSessions { get; init; }

    /// <summary>How many of them wait for the session that migrates.</summary>
    public long? HeldUpSessions { get; init; }

    /// <summary>For how many sessions the one that migrates waits.</summary>
    public long? Blockers { get; init; }

    /// <summary>How many sessions wait for the disk.</summary>
    public long? IoWaits { get; init; }

    /// <summary>How many transactions there have been.</summary>
    public long? Transactions { get; init; }

    /// <summary>How far the slowest replica is behind.</summary>
    public TimeSpan? ReplicaLag { get; init; }

    /// <summary>How many bytes the write-ahead log has that grows until it is checkpointed.</summary>
    public long? WalSize { get; init; }

    /// <summary>How many times migrations have found the database busy and asked again.</summary>
    public long? BusyWaits { get; init; }
}
