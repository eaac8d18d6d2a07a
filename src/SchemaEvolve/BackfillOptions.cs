namespace SchemaEvolve;

/// <summary>How backfills treat the database and those who use it meanwhile.</summary>
public sealed record BackfillOptions
{
    /// <summary>How much of the database they take for themselves.</summary>
    /// <value>The default value is <see cref="Pace.Gentle"/>.</value>
    public Pace Pace { get; init; } = Pace.Gentle;

    /// <summary>How long a batch takes, which is how long others may have to wait for its rows. The number of its rows follows from that.</summary>
    /// <value>The default value is 20 milliseconds.</value>
    public TimeSpan TargetBatchTime { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How long a batch takes at this pace.</summary>
    internal TimeSpan BatchTime => TargetBatchTime * (Pace == Pace.Full ? 10 : 1);

    /// <summary>What becomes of a row that cannot be converted.</summary>
    /// <value>The default value is <see cref="RowErrors.Fail"/>.</value>
    public RowErrors OnRowError { get; init; } = RowErrors.Fail;

    /// <summary>Is asked before each batch how long to wait, and again after that time, until it answers <see cref="TimeSpan.Zero"/>.</summary>
    /// <value>The default value is <see langword="null"/>: there is no waiting.</value>
    public Func<CancellationToken, ValueTask<TimeSpan>>? Throttle { get; init; }

    /// <summary>How far replicas may fall behind before backfills wait for them, or <see langword="null"/> if that does not matter.</summary>
    /// <value>The default value is <see langword="null"/>: a replica that is meant to be late would hold them for ever.</value>
    public TimeSpan? MaxReplicaLag { get; init; }

    /// <summary>Whether backfills let those go first who wait for a lock of the table.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool YieldsToLocks { get; init; } = true;

    /// <summary>Whether backfills stop between two batches, and leave the lock to a start that waits for it.</summary>
    internal bool GivesWay { get; init; }

    /// <summary>A switch by which backfills are held.</summary>
    /// <value>The default value is <see langword="null"/>: nobody holds them.</value>
    public BackfillControl? Control { get; init; }

    /// <summary>Hears a few times a second how far a backfill has come, and once at its end.</summary>
    /// <value>The default value is <see langword="null"/>: nobody hears.</value>
    public IProgress<BackfillProgress>? Progress { get; init; }
}
