using System.Data.Common;
using System.Globalization;
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

    private long? _looked;
    private long? _lookedAtLag;
    private long? _logged;

    public async Task WaitAsync(bool isFirst, CancellationToken cancellationToken)
    {
        if (!isFirst && step.Batches.HasOneWriter && options.Backfills.Pace == Pace.Gentle)
        {
            await DelayAsync(options.Backfills.TargetBatchTime, cancellationToken);
        }

        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (options.Backfills.Control is { IsPaused: true } control)
            {
                Log("it is paused");
                await control.WhenResumedAsync(cancellationToken);
            }

            if (await ReasonAsync(cancellationToken) is not var (reason, pause))
            {
                return;
            }

            Log(reason);
            await DelayAsync(pause, cancellationToken);
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
            return ($"{waiter} waits for a lock of the table", BetweenLooks);
        }

        if (options.Backfills.MaxReplicaLag is { } most && step.Batches.ReplicaLag is { } replicas && IsDue(ref _lookedAtLag, BetweenLagLooks)
            && await AskAsync(replicas, cancellationToken) is { } lag && Convert.ToDouble(lag, CultureInfo.InvariantCulture) > most.TotalSeconds)
        {
            return ($"a replica is {lag:0.#} s behind", BetweenLagLooks);
        }

        return null;
    }

    private async Task<object?> AskAsync(Sql question, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = question.For(provider.Engine);

        return await command.ExecuteScalarAsync(cancellationToken) is { } answer and not DBNull ? answer : null;
    }

    private void Log(string reason)
    {
        if (IsDue(ref _logged, BetweenLogs))
        {
            options.Logger.BackfillWaits(step.Migration.Label, step.Batches.Table, reason);
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
