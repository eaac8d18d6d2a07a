using System.Data.Common;
using SchemaEvolve.Diagnostics;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>Tells the log and the journal what befalls a step on its way.</summary>
internal sealed class StepNotes(DatabaseProvider provider, DbConnection connection, MigratorOptions options)
{
    /// <summary>Others are in the way.</summary>
    public Task BlockAsync(RunningStep running, Blockade blockade) =>
        WriteAsync(running.Record, () => provider.Journal.BlockAsync(running.Record, blockade, CancellationToken.None));

    /// <summary>A try has failed, and there will be another.</summary>
    public Task RetryAsync(RunningStep running, int tries, DbException error)
    {
        options.Logger.Retrying(running.Step.Migration.Label, tries, error.Message);
        return WriteAsync(running.Record, () => provider.Journal.RetryAsync(connection, running.Record, Failure(running, error), CancellationToken.None));
    }

    /// <summary>The step has failed.</summary>
    public Task FailAsync(StepRecord record, Failure failure) =>
        WriteAsync(record, () => provider.Journal.FailAsync(connection, record, failure, CancellationToken.None));

    /// <summary>An error, as the journal keeps it.</summary>
    public Failure Failure(RunningStep running, Exception error)
    {
        var fault = error is DbException database ? provider.Connections.Explain(database) : null;

        return new(error.Message, running.Refused, fault?.Code, error.ToString()) { Blockers = fault?.Blockers ?? [] };
    }

    private async Task WriteAsync(StepRecord record, Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception unwritten) when (unwritten is DbException or InvalidOperationException)
        {
            // What befalls the step may befall the journal too: a full disk, a lost connection. The exception carries all of it.
            options.Logger.NotJournaled(record.Step.Migration.Label, unwritten.Message);
        }
    }
}
