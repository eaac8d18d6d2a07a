using System.Data;
using System.Data.Common;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>Does again what failed for a reason that passes, such as a deadlock.</summary>
internal sealed class Retry(DatabaseProvider provider, DbConnection connection, StepNotes notes, TimeProvider clock)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Does a part of a step, until it succeeds or <see cref="IConnections.Patience"/> has passed since it failed first.</summary>
    /// <param name="running">The step.</param>
    /// <param name="part">Does the part. It is told whether it failed before.</param>
    /// <param name="cancellationToken">Stops between two tries.</param>
    public async Task RunAsync(RunningStep running, Func<bool, Task> part, CancellationToken cancellationToken)
    {
        var rows = running.Rows;
        var pause = ShortestPause;
        var failedFirst = default(long?);
        for (var tries = 1; ; tries++)
        {
            (running.Rows, running.Refused) = (rows, null);
            try
            {
                await part(tries > 1);
                return;
            }
            catch (DbException error) when (CanBeTriedAgain(error, failedFirst))
            {
                failedFirst ??= clock.GetTimestamp();
                await notes.RetryAsync(running, tries, error);
            }

            await Task.Delay(Jitter(pause), clock, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private bool CanBeTriedAgain(DbException error, long? failedFirst) =>
        connection.State == ConnectionState.Open
        && provider.Connections.Explain(error).IsTransient
        && (failedFirst is not { } since || clock.GetElapsedTime(since) < provider.Connections.Patience);

    // Two that are in each other's way would otherwise meet again.
    private static TimeSpan Jitter(TimeSpan pause) => pause * (0.5 + Random.Shared.NextDouble());
}
