using System.Data.Common;
using Microsoft.Extensions.Logging;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Diagnostics;
using SchemaEvolve.Gating;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>A turn of this process at the database: it waits for the lock, does an errand, and tells what has come of it.</summary>
internal sealed class Turn(
    DatabaseProvider provider,
    MigrationSet migrations,
    MigratorOptions options,
    Lazy<Actor> actor,
    Present present,
    DbConnection connection)
{
    private const string LockLost =
        "The lock was lost while this process was migrating, so it stopped: another may be at it by now. What the step had done in a transaction is undone, and the next start goes on.";

    private readonly long _began = options.Clock.GetTimestamp();

    private TimeSpan Elapsed => options.Clock.GetElapsedTime(_began);

    private Herald Herald => field ??= new(provider, connection, actor.Value, options, present);

    /// <summary>Does what a start has to do. If that is nothing, it costs one query.</summary>
    public async Task<MigrationReport> StartAsync(CancellationToken cancellationToken)
    {
        var quick = Stamp.Sealed(migrations, options);
        if (quick is not null && await provider.Journal.HasStampAsync(connection, quick, cancellationToken))
        {
            return UpToDate();
        }

        var stamp = Stamp.Of(migrations.Recorded, options);
        if (await provider.Journal.HasStampAsync(connection, stamp, cancellationToken))
        {
            await NoteAsync(stamp, quick, cancellationToken);
            return UpToDate();
        }

        // From here on it may take long, and SQLite works on the thread that asks.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var outcome = MigrationOutcome.MigratedElsewhere;
        await using var held = await new LockWaiter(provider, actor.Value, options, Herald).AcquireAsync(connection, IsNeedlessAsync, cancellationToken);
        if (held is null || await provider.Journal.HasStampAsync(connection, stamp, cancellationToken))
        {
            return Report(outcome);
        }

        return await DoAsync(RunKind.Migrate, RunOf(Errand.Start(options)), held, cancellationToken);

        MigrationReport Report(MigrationOutcome outcome) => new(outcome, [], Elapsed);

        MigrationReport UpToDate()
        {
            options.Logger.UpToDate();
            return Report(MigrationOutcome.UpToDate);
        }

        async Task<bool> IsNeedlessAsync()
        {
            if (await provider.Journal.HasStampAsync(connection, stamp, cancellationToken))
            {
                return true;
            }

            if (options.WhenLocked != WhenLocked.ContinueIfCurrent)
            {
                return false;
            }

            var history = await provider.Journal.ReadAsync(connection, null, cancellationToken);
            var canContinue = migrations.Recorded.All(migration => history.Find(migration.Id)?.State is >= MigrationState.Expanded and not MigrationState.RollingBack);
            outcome = canContinue ? MigrationOutcome.Continued : outcome;
            return canContinue;
        }
    }

    /// <summary>Does an errand, however long it has to wait for the lock.</summary>
    public async Task<MigrationReport> DoAsync(RunKind kind, Errand errand, CancellationToken cancellationToken)
    {
        await using var held = await new LockWaiter(provider, actor.Value, options, Herald)
            .AcquireAsync(connection, () => Task.FromResult(false), cancellationToken);

        return await DoAsync(kind, RunOf(errand), held!, cancellationToken);
    }

    /// <summary>Does what is due, unless anybody else is at it or wants to be.</summary>
    public async Task<MigrationReport> WorkAsync(CancellationToken cancellationToken)
    {
        var patient = options with { Backfills = options.Backfills with { GivesWay = true } };
        var run = new Run(provider, migrations.Recorded, patient, actor.Value, Herald, connection, Errand.Work(options));
        var situation = await run.LookAsync(cancellationToken);
        if (!run.HasWork(situation, run.Allow(situation)))
        {
            return Conclude(RunKind.Work, run, situation, []);
        }

        if (await provider.Lock.IsAwaitedAsync(connection, cancellationToken))
        {
            return GiveWay();
        }

        var attempt = await provider.Lock.TryAcquireAsync(connection, actor.Value, cancellationToken);
        await using var held = attempt.Held;
        if (held is null)
        {
            options.Logger.WorkedOnElsewhere(attempt.Holder ?? "");
            return new(MigrationOutcome.Continued, [], Elapsed) { LookAgainIn = options.Heartbeat };
        }

        return await Spans.OverAsync(
            Spans.Run(RunKind.Work, provider, connection),
            DoAsync(RunKind.Work, run, held, cancellationToken));
    }

    // The next start of this build is spared the recording. Who cannot write does without.
    private async Task NoteAsync(string known, string? stamp, CancellationToken cancellationToken)
    {
        if (stamp is null)
        {
            return;
        }

        try
        {
            await provider.Journal.StampLikeAsync(connection, known, stamp, actor.Value, cancellationToken);
        }
        catch (DbException error)
        {
            options.Logger.NotStamped(error.Message);
        }
    }

    private Run RunOf(Errand errand) => new(provider, migrations.Recorded, options, actor.Value, Herald, connection, errand);

    private MigrationReport GiveWay()
    {
        options.Logger.GivesWay(options.Heartbeat);
        return new(MigrationOutcome.Continued, [], Elapsed) { LookAgainIn = options.Heartbeat };
    }

    private Task<MigrationReport> DoAsync(RunKind kind, Run run, IHeldLock held, CancellationToken cancellationToken) =>
        run.Herald.TellAsync(kind, () => DoHeldAsync(kind, run, held, cancellationToken));

    private async Task<MigrationReport> DoHeldAsync(RunKind kind, Run run, IHeldLock held, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, held.Lost);
        try
        {
            var (steps, after) = await run.DoAsync(Stamp.All(migrations, options), stop.Token);
            LogNewerRelease(after.History);
            return Conclude(kind, run, after, steps);
        }
        catch (GaveWayException)
        {
            return GiveWay();
        }
        catch (OperationCanceledException stopped)
        {
            if (await new Interruption(provider, options, run.Herald).NoteAsync(held, LockLost, stopped, cancellationToken) is { } lost)
            {
                throw lost;
            }

            throw;
        }
    }

    private MigrationReport Conclude(RunKind kind, Run run, Situation situation, ValueList<Step> steps)
    {
        MigrationStanding[] waiting = [.. run.Report(situation).ToContract];
        LogWaiting(waiting, kind == RunKind.Work ? LogLevel.Debug : LogLevel.Information);
        run.Herald.Stands(waiting);

        return new(steps.Count == 0 ? MigrationOutcome.UpToDate : MigrationOutcome.Migrated, steps, Elapsed)
        {
            Quarantined = run.Quarantined,
            Waiting = [.. waiting],
            LookAgainIn = options.Contract == ContractPolicy.Manually ? null : Agenda.LookAgainIn(waiting, situation, options.Retention),
        };
    }

    private void LogNewerRelease(History history)
    {
        var known = migrations.Recorded.Select(migration => migration.Id).ToHashSet();
        var newer = history.Migrations.Where(entry => !known.Contains(entry.Id)).Select(entry => entry.Name).ToList();
        if (newer.Count > 0)
        {
            options.Logger.NewerRelease(string.Join(", ", newer));
        }
    }

    private void LogWaiting(MigrationStanding[] waiting, LogLevel level)
    {
        if (options.Contract == ContractPolicy.Manually && waiting.Length > 0)
        {
            options.Logger.ContractsDue(waiting.Sum(migration => migration.LeftToContract.Count));
            return;
        }

        foreach (var migration in waiting)
        {
            foreach (var gate in migration.Gates.Where(gate => !gate.IsOpen))
            {
                options.Logger.GateShut(level, migration.Label, gate.Why);
            }
        }
    }
}
