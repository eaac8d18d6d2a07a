using System.Data.Common;
using System.Diagnostics;
using SchemaEvolve.Diagnostics;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>Lets a backfill wait between two batches, when no row is locked, for all that goes before it.</summary>
internal sealed class Courtesy(DatabaseProvider provider, DbConnection connection, BackfillStep step, MigratorOptions options)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenLagLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLogs = TimeSpan.FromSeconds(10);

    private readonly ReplicaLag _lag = new(options.Clock);
    private long? _looked;
    private long? _lookedForStarts;
    private long? _lookedAtLag;
    private (long At, string Reason)? _logged;

    /// <summary>Waits as long as there is a reason.</summary>
    /// <exception cref="GaveWayException">A start waits for the lock, and this run is one that leaves it to a start.</exception>
    public async Task WaitAsync(bool isFirst, CancellationToken cancellationToken)
    {
        if (!isFirst && step.Batches.HasOneWriter && options.Backfills.Pace == Pace.Gentle)
        {
            await DelayAsync(options.Backfills.TargetBatchTime, cancellationToken);
        }

        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await GiveWayAsync(cancellationToken);
            if (options.Backfills.Control is { IsPaused: true } control)
            {
                Log("it is paused");
                await Task.WhenAny(control.WhenResumedAsync(cancellationToken), DelayAsync(BetweenLooks, cancellationToken));
                continue;
            }

            if (await ReasonAsync(cancellationToken) is not var (reason, pause))
            {
                return;
            }

            Log(reason);
            await DelayAsync(pause, cancellationToken);
        }
    }

    private async Task GiveWayAsync(CancellationToken cancellationToken)
    {
        if (options.Backfills.GivesWay && IsDue(ref _lookedForStarts, BetweenLooks) && await provider.Lock.IsAwaitedAsync(connection, cancellationToken))
        {
            throw new GaveWayException();
        }
    }

    private async Task<(string Reason, TimeSpan Pause)?> ReasonAsync(CancellationToken cancellationToken)
    {
        if (options.Backfills.Throttle is { } throttle && await throttle(cancellationToken) is var pause && pause > TimeSpan.Zero)
        {
            return ("the throttle asks for it", pause);
        }

        if (options.Backfills.YieldsToLocks && step.Batches.Waiting is { } waiting && IsDue(ref _looked, BetweenLooks)
            && await AskAsync(waiting, cancellationToken) is { } waiter)
        {
            // Whoever waits for rows behind a waiter would find out by a timeout that it is still there.
            _looked = null;
            return ($"{waiter} waits for a lock of the table", BetweenLooks);
        }

        if (options.Backfills.MaxReplicaLag is { } most && step.Batches.Replication is { } replication && IsDue(ref _lookedAtLag, BetweenLagLooks)
            && await LagAsync(replication, cancellationToken) is var lag && lag > most)
        {
            return (FormattableString.Invariant($"a replica is {lag.TotalSeconds:0.#} s behind"), BetweenLagLooks);
        }

        return null;
    }

    private async Task<TimeSpan> LagAsync(Sql replication, CancellationToken cancellationToken)
    {
        await using var command = Command(replication);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);

        return _lag.Learn(reader.GetInt64(0), reader.GetValue(1) as long?, TimeSpan.FromSeconds(reader.GetValue(2) as double? ?? 0));
    }

    private async Task<object?> AskAsync(Sql question, CancellationToken cancellationToken)
    {
        await using var command = Command(question);

        return await command.ExecuteScalarAsync(cancellationToken) is { } answer and not DBNull ? answer : null;
    }

    private DbCommand Command(Sql question)
    {
        var command = connection.CreateCommand();
        command.CommandText = question.For(provider.Engine);

        return command;
    }

    private void Log(string reason)
    {
        if (_logged is not var (at, last) || last != reason || options.Clock.GetElapsedTime(at) >= BetweenLogs)
        {
            _logged = (options.Clock.GetTimestamp(), reason);
            options.Logger.BackfillWaits(step.Migration.Label, step.Batches.Table, reason);
            Activity.Current?.AddEvent(new("wait", tags: new() { { Tags.Reason, reason } }));
        }
    }

    private bool IsDue(ref long? last, TimeSpan every)
    {
        if (last is { } then && options.Clock.GetElapsedTime(then) < every)
        {
            return false;
        }

        last = options.Clock.GetTimestamp();
        return true;
    }

    private Task DelayAsync(TimeSpan pause, CancellationToken cancellationToken) => Task.Delay(pause, options.Clock, cancellationToken);
}
