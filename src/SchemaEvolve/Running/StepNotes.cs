using System.Data;
using System.Data.Common;
using SchemaEvolve.Changes;
using SchemaEvolve.Diagnostics;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>Tells the journal, and all who listen, what befalls a step on its way.</summary>
internal sealed class StepNotes(DatabaseProvider provider, DbConnection connection, MigratorOptions options, Herald herald)
{
    private const int Shown = 5;

    /// <summary>Others are in the way, or no longer are.</summary>
    public Task BlockAsync(RunningStep running, Blockade blockade)
    {
        herald.StepBlocked(running.Step, blockade);

        return blockade.Connection is null ? Task.CompletedTask : TryAsync(running.Step, () => WriteAsync(running, blockade));
    }

    /// <summary>A try has failed, and there will be another.</summary>
    public Task RetryAsync(RunningStep running, int tries, DbException error)
    {
        var fault = provider.Connections.Explain(error);
        herald.StepRetried(running.Step, tries, error, fault);
        return TryAsync(running.Step, () => provider.Journal.NoteAsync(connection, "retried", running.Record, new(fault.Message, running.Refused, fault.Code, Stack(error)) { Blockers = fault.Blockers }, CancellationToken.None));
    }

    /// <summary>The step has failed.</summary>
    public Task FailAsync(StepRecord record, Failure failure) => connection.State == ConnectionState.Open
        ? TryAsync(record.Step, () => provider.Journal.FailAsync(connection, record, failure, CancellationToken.None))
        : new LastWords(provider, options).SayAsync("failed", record, failure);

    /// <summary>A failure, as the journal keeps it: with what is undone, and what the next start will do.</summary>
    public static Failure Failure(MigrationFailedException failed) =>
        new(failed.Message, failed.Sql, failed.Fault?.Code, Stack(failed)) { Blockers = failed.Fault?.Blockers ?? [] };

    /// <summary>What is to be done about rows that a backfill has put aside, if the step looked at those; nothing otherwise.</summary>
    public async Task<string> PutAsideAsync(Step step)
    {
        var looked = step.Changes.OfType<VerifyBackfill>().Select(look => look.Of.Table.ToString()).ToHashSet();
        if (looked.Count == 0)
        {
            return "";
        }

        var rows = new List<string>();
        await TryAsync(step, async () =>
        {
            var aside = await provider.Backfills.ReadQuarantineAsync(connection, CancellationToken.None);
            rows.AddRange(aside.Where(row => row.Migration == step.Migration.Id && looked.Contains(row.Table)).Select(row => $"    {row.Table}, {row.Key}: {row.Error}\n"));
        });

        return rows.Count == 0 ? "" :
            $"\nThe backfill could not convert these rows and put them aside:\n{string.Concat(rows.Take(Shown))}{(rows.Count > Shown ? "    …\n" : "")}"
            + "Correct or delete each of them, as the application would. The next start looks at all rows anew.";
    }

    // What a driver makes of an exception as text may have in it what stood in a row. The message says all that is meant to be read.
    private static string Stack(Exception error) =>
        $"{error.GetType().FullName}\n{error.StackTrace}{(error.InnerException is { } inner ? $"\n--- caused by {Stack(inner)}" : "")}";

    // Where nobody could write while others were in the way, both are told afterwards.
    private async Task WriteAsync(RunningStep running, Blockade blockade)
    {
        if (!running.IsNotedAsBlocked)
        {
            await provider.Journal.BlockAsync(running.Record, blockade with { Waited = null }, CancellationToken.None);
        }

        running.IsNotedAsBlocked = blockade.Waited is null;
        if (blockade.Waited is not null)
        {
            await provider.Journal.BlockAsync(running.Record, blockade, CancellationToken.None);
        }
    }

    private async Task TryAsync(Step step, Func<Task> attempt)
    {
        try
        {
            await attempt();
        }
        catch (Exception unwritten) when (unwritten is DbException or InvalidOperationException)
        {
            // What befalls the step may befall the journal too: a full disk, a lost connection. The exception carries all of it.
            options.Logger.NotJournaled(step.Migration.Label, unwritten.Message);
        }
    }
}
