using System.Data.Common;
using System.Diagnostics;
using SchemaEvolve.Diagnostics;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>Asks for the lock until it is free, or until there is no need for it any more.</summary>
/// <remarks>A waiter that sleeps inside the database holds a snapshot, and an index that is built concurrently waits for it for ever.</remarks>
internal sealed class LockWaiter(DatabaseProvider provider, Actor actor, MigratorOptions options, Herald herald)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The lock, or nothing if <paramref name="isNeedless"/> said so while it was taken.</summary>
    public async Task<IHeldLock?> AcquireAsync(DbConnection connection, Func<Task<bool>> isNeedless, CancellationToken cancellationToken)
    {
        using var span = Spans.LockWait(provider, connection);
        var began = options.Clock.GetTimestamp();
        try
        {
            var held = await AcquireAsync(connection, began, isNeedless, cancellationToken);
            herald.LockWaited(options.Clock.GetElapsedTime(began), error: null);
            return held;
        }
        catch (Exception error)
        {
            span.Fail(error, fault: null);
            herald.LockWaited(options.Clock.GetElapsedTime(began), error);
            throw;
        }
    }

    private async Task<IHeldLock?> AcquireAsync(DbConnection connection, long began, Func<Task<bool>> isNeedless, CancellationToken cancellationToken)
    {
        var nextLog = TimeSpan.Zero;
        IAsyncDisposable? announcement = null;
        try
        {
            while (true)
            {
                var attempt = await provider.Lock.TryAcquireAsync(connection, actor, cancellationToken);
                if (attempt.Held is not null)
                {
                    return attempt.Held;
                }

                var waited = options.Clock.GetElapsedTime(began);
                var holder = attempt.Holder ?? "a process that left no name";
                if (options.WhenLocked == WhenLocked.Fail)
                {
                    throw new MigrationLockException($"Another process is migrating this database ({holder}). Start again when it is done, or let WhenLocked wait.");
                }

                if (waited >= options.LockTimeout)
                {
                    throw new MigrationLockException(
                        $"Another process is still migrating this database after {waited.TotalSeconds:0.#} s ({holder}). Wait for it, or raise LockTimeout.");
                }

                if (await isNeedless())
                {
                    return null;
                }

                if (waited >= nextLog)
                {
                    options.Logger.WaitingForLock(holder, waited);
                    Activity.Current?.AddEvent(new("wait", tags: new() { { Tags.Holder, holder } }));
                    nextLog = waited + Patience;
                    await EndAsync(announcement);
                    announcement = await provider.Lock.AnnounceAsync(connection, cancellationToken);
                }

                await Task.Delay(Jitter(Pause(waited)), options.Clock, cancellationToken);
            }
        }
        finally
        {
            await EndAsync(announcement);
        }
    }

    private static ValueTask EndAsync(IAsyncDisposable? announcement) => announcement?.DisposeAsync() ?? ValueTask.CompletedTask;

    // Who has waited for long may wait a little longer: an eighth of it is what the lock may be free before anybody sees it.
    private static TimeSpan Pause(TimeSpan waited) => (waited / 8) switch
    {
        var pause when pause < ShortestPause => ShortestPause,
        var pause when pause > LongestPause => LongestPause,
        var pause => pause,
    };

    // Starters that began together would otherwise ask together, again and again.
    private static TimeSpan Jitter(TimeSpan pause) => pause * (0.5 + Random.Shared.NextDouble());
}
