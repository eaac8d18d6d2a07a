namespace SchemaEvolve;

/// <summary>A switch by which a running backfill is held and let go on. One that is held keeps no lock on any row.</summary>
/// <example><code>
/// var control = new BackfillControl();
/// var options = new MigratorOptions { Backfills = new() { Control = control } };
/// control.Pause();
/// </code></example>
public sealed class BackfillControl
{
    private TaskCompletionSource? _paused;

    /// <summary>Whether backfills are held.</summary>
    public bool IsPaused => Volatile.Read(ref _paused) is not null;

    /// <summary>Holds backfills after the batch that they are at.</summary>
    public void Pause() => Interlocked.CompareExchange(ref _paused, new(TaskCreationOptions.RunContinuationsAsynchronously), null);

    /// <summary>Lets backfills go on.</summary>
    public void Resume() => Interlocked.Exchange(ref _paused, null)?.SetResult();

    internal Task WhenResumedAsync(CancellationToken cancellationToken) => Volatile.Read(ref _paused)?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
}
