namespace SchemaEvolve.PostgreSql.Connecting;

/// <summary>How a server fares, as Dapper reads it.</summary>
internal sealed record SignalRow
{
    public long WaitingSessions { get; init; }

    public long HeldUpSessions { get; init; }

    public long Blockers { get; init; }

    public long IoWaits { get; init; }

    public long? Transactions { get; init; }

    public double? ReplicaLag { get; init; }
}
