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

    /// <summary>Others are in the way.</summary>
    public Task BlockAsync(RunningStep running, Blockade blockade) =>
        TryAsync(running.Step, () => provider.Journal.BlockAsync(running.Record, blockade, CancellationToken.None));

    /// <summary>A try has failed, and there will be another.</summary>
    public Task RetryAsync(RunningStep running, int tries, DbException error)
    {
        herald.StepRetried(running.Step, tries, error, provider.Connections.Explain(error));
        return TryAsync(running.Step, () => provider.Journal.RetryAsync(connection, running.Record, Failure(running, error), CancellationToken.None));
    }

    /// <summary>The step has failed.</summary>
    public Task FailAsync(StepRecord record, Failure failure) =>
        TryAsync(record.Step, () => provider.Journal.FailAsync(connection, record, failure, CancellationToken.None));

    /// <summary>An error, as the journal keeps it.</summary>
    public Failure Failure(RunningStep running, Exception error)
    {
        var fault = error is DbException database ? provider.Connections.Explain(database) : null;

        return new(error.Message, running.Refused, fault?.Code, error.ToString()) { Blockers = fault?.Blockers ?? [] };
    }

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
            var aside = await provider.Journal.ReadQuarantineAsync(connection, CancellationToken.None);
            rows.AddRange(aside.Where(row => row.Migration == step.Migration.Id && looked.Contains(row.Table)).Select(row => $"    {row.Table}, {row.Key}: {row.Error}\n"));
        });

        return rows.Count == 0 ? "" :
            $"\nThe backfill could not convert these rows and put them aside:\n{string.Concat(rows.Take(Shown))}{(rows.Count > Shown ? "    …\n" : "")}"
            + "Correct or delete each of them, as the application would. The next start looks at all rows anew.";
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
