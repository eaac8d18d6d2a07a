using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Diagnostics;

/// <summary>Tells all who listen what befalls a run: the log, the metrics, the progress and the observers.</summary>
internal sealed class Herald(DatabaseProvider provider, DbConnection connection, Actor actor, MigratorOptions options, Present present)
{
    private readonly string _by = actor.ToString();
    private Place? _place;
    private int _isBlocked;

    /// <summary>The step in whose middle the run was stopped, as far as it had come.</summary>
    public StepRecord? Cut { get; private set; }

    private Place Place => _place ??= Place.Of(provider, connection);

    /// <summary>Tells of a run from its beginning to its end.</summary>
    public async Task<MigrationReport> TellAsync(RunKind run, Func<Task<MigrationReport>> go)
    {
        var began = options.Clock.GetTimestamp();
        Tell(observer => observer.RunStarted(run));
        try
        {
            var report = await go();
            Tell(observer => observer.RunEnded(run, report));
            Record(run, began, Tags.Outcome, Spans.Word(report.Outcome));
            return report;
        }
        catch (Exception error)
        {
            Tell(observer => observer.RunFailed(run, error));
            Record(run, began, Tags.ErrorType, Spans.TypeOf(error, fault: null));
            throw;
        }
    }

    public void LockWaited(TimeSpan waited, Exception? error)
    {
        if (Metrics.LockWaitDuration.Enabled)
        {
            Metrics.LockWaitDuration.Record(waited.TotalSeconds, error is null ? Place.Tags() : Place.Tags(new KeyValuePair<string, object?>(Tags.ErrorType, error.GetType().FullName)));
        }
    }

    public void StepStarted(Step step, int number, int total)
    {
        options.Logger.StepStarted(step.Migration.Label, step.Description);
        Report(options.Progress, new(step, number, total, Elapsed: null));
        Tell(observer => observer.StepStarted(step));
    }

    public void StepEnded(Step step, int number, int total, TimeSpan elapsed)
    {
        options.Logger.StepDone(step.Migration.Label, elapsed);
        Report(options.Progress, new(step, number, total, elapsed));
        Tell(observer => observer.StepEnded(step, elapsed));
        Record(Metrics.StepDuration, elapsed, step);
        if (Metrics.Migrations.Enabled && Metrics.StateReachedBy(step) is { } state)
        {
            Metrics.Migrations.Add(1, Place.Tags(new KeyValuePair<string, object?>(Tags.MigrationState, Spans.Word(state))));
        }
    }

    /// <summary>A step is at work.</summary>
    public void Enter(Step step) =>
        present.Begin(new(step.Migration.Id, step.Migration.Name, step.Phase, step.Description, options.Clock.GetUtcNow()) { By = _by });

    /// <summary>The step has come to an end, whatever that is. Then nobody is in its way any more.</summary>
    public void Leave()
    {
        present.End();
        Unblock();
    }

    public void StepStopped(StepRecord cut)
    {
        Cut = cut;
        options.Logger.Cancelled(cut.Step.Migration.Label, cut.Step.Description);
        Activity.Current?.AddEvent(new("stopped"));
    }

    public void StepBlocked(Step step, Blockade blockade)
    {
        if (blockade.Waited is { } waited)
        {
            options.Logger.StepUnblocked(step.Migration.Label, waited, step.Description);
            Tell(observer => observer.StepUnblocked(step, waited));
            Record(Metrics.BlockedDuration, waited, step);
            present.Change(now => now with { Blockers = [], BlockedSince = null });
            Activity.Current?.AddEvent(new("unblocked"));
            Unblock();
            return;
        }

        options.Logger.StepBlocked(step.Migration.Label, step.Description, blockade.Message, string.Join("; ", blockade.Blockers));
        Tell(observer => observer.StepBlocked(step, blockade.Message, blockade.Blockers));
        present.Change(now => now with { Blockers = blockade.Blockers, BlockedSince = options.Clock.GetUtcNow() });
        Activity.Current?.AddEvent(new("blocked", tags: new() { { Tags.Reason, blockade.Message }, { Tags.Blockers, blockade.Blockers.ToArray() } }));
        if (Interlocked.Exchange(ref _isBlocked, 1) == 0)
        {
            Metrics.StepsBlocked.Add(1, Place.Tags());
        }
    }

    public void StepFailed(Step step, MigrationFailedException error, TimeSpan elapsed)
    {
        options.Logger.StepFailed(step.Migration.Label, step.Description, Discretion.Of(error, error.Fault));
        Tell(observer => observer.StepFailed(step, error));
        var kind = Spans.TypeOf(error, error.Fault);
        Record(Metrics.StepDuration, elapsed, step, kind);
        Add(Metrics.Errors, 1, step, kind);
    }

    public void StepRetried(Step step, int tries, Exception error, Fault? fault)
    {
        var reason = fault is null ? error.Message : $"{fault.Code}: {fault.Message}";
        options.Logger.Retrying(step.Migration.Label, tries, reason);
        Tell(observer => observer.StepRetried(step, tries, reason));
        var kind = Spans.TypeOf(error, fault);
        Add(Metrics.Retries, 1, step, kind);
        Activity.Current?.AddEvent(new("retry", tags: new() { { Tags.Attempt, tries }, { Tags.ErrorType, kind }, { Tags.Reason, reason } }));
    }

    public void BatchEnded(Step step, long rows, TimeSpan elapsed)
    {
        Add(Metrics.BackfillRows, rows, step);
        Record(Metrics.BatchDuration, elapsed, step);
    }

    public void BackfillAdvanced(BackfillProgress progress)
    {
        Report(options.Backfills.Progress, progress);
        Tell(observer => observer.BackfillAdvanced(progress));
        present.Change(now => now with { Rows = progress.Rows, Percent = progress.Percent });
        if (Metrics.BackfillRowsLeft.Enabled)
        {
            Metrics.BackfillRowsLeft.Record(
                progress.Estimated - progress.Rows,
                Place.Tags(new KeyValuePair<string, object?>(Tags.MigrationName, progress.Step.Migration.Name)));
        }
    }

    /// <summary>Which contractions are due and which wait, and for how many gates.</summary>
    public void Stands(IReadOnlyCollection<MigrationStanding> toContract)
    {
        Gauge(Metrics.Gates, Tags.GateState, "open", toContract.Sum(migration => migration.Gates.Count(gate => gate.IsOpen)));
        Gauge(Metrics.Gates, Tags.GateState, "shut", toContract.Sum(migration => migration.Gates.Count(gate => !gate.IsOpen)));
        Gauge(Metrics.Contracts, Tags.ContractState, "due", toContract.Count(migration => migration.IsDue));
        Gauge(Metrics.Contracts, Tags.ContractState, "waiting", toContract.Count(migration => !migration.IsDue));
    }

    private void Unblock()
    {
        if (Interlocked.Exchange(ref _isBlocked, 0) == 1)
        {
            Metrics.StepsBlocked.Add(-1, Place.Tags());
        }
    }

    private void Record(RunKind run, long began, string tag, string value)
    {
        if (Metrics.RunDuration.Enabled)
        {
            Metrics.RunDuration.Record(options.Clock.GetElapsedTime(began).TotalSeconds, Place.Tags(new(Tags.Run, Spans.Name(run)), new(tag, value)));
        }
    }

    // Without a listener not even the tags are made.
    private void Record(Histogram<double> histogram, TimeSpan elapsed, Step step, string? error = null)
    {
        if (histogram.Enabled)
        {
            histogram.Record(elapsed.TotalSeconds, TagsOf(step, error));
        }
    }

    private void Add(Counter<long> counter, long value, Step step, string? error = null)
    {
        if (counter.Enabled)
        {
            counter.Add(value, TagsOf(step, error));
        }
    }

    private void Gauge(Gauge<long> gauge, string tag, string state, long value)
    {
        if (gauge.Enabled)
        {
            gauge.Record(value, Place.Tags(new KeyValuePair<string, object?>(tag, state)));
        }
    }

    private TagList TagsOf(Step step, string? error)
    {
        KeyValuePair<string, object?> phase = new(Tags.Phase, Spans.Word(step.Phase));

        return error is null ? Place.Tags(phase) : Place.Tags(phase, new(Tags.ErrorType, error));
    }

    private void Tell(Action<IMigrationObserver> tell)
    {
        foreach (var observer in options.Observers)
        {
            Try(observer, tell);
        }
    }

    private void Report<T>(IProgress<T>? progress, T news)
    {
        if (progress is not null)
        {
            Try(progress, listener => listener.Report(news));
        }
    }

    private void Try<T>(T listener, Action<T> tell)
        where T : notnull
    {
        try
        {
            tell(listener);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Whoever only listens must not stop the one who works.
            options.Logger.ObserverFailed(error, listener.GetType().Name);
        }
    }
}
