using SchemaEvolve.Diagnostics;

namespace SchemaEvolve.Running;

/// <summary>Does what falls due, again and again, whatever happens to the lock and to the database.</summary>
internal sealed class Worker(Migrator migrator, MigratorOptions options)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Joins, and works until it is cancelled.</summary>
    /// <exception cref="MigrationHistoryException">A newer version has taken away what this one may use: it must not run.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Trouble with the work is no reason to leave: the process runs, whether it gets on or not.
        await using var presence = await PersistAsync(migrator.JoinAsync, cancellationToken);
        while (true)
        {
            var report = await PersistAsync(migrator.WorkAsync, cancellationToken);
            await Task.Delay(report.LookAgainIn ?? LongestPause, options.Clock, cancellationToken);
        }
    }

    private async Task<T> PersistAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        for (var pause = ShortestPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await attempt(cancellationToken);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested && error is not MigrationHistoryException { IsOutdated: true })
            {
                options.Logger.WorkInterrupted(error, pause);
            }

            await Task.Delay(pause, options.Clock, cancellationToken);
        }
    }
}
