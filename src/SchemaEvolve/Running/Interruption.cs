using SchemaEvolve.Diagnostics;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>Ends a run that was stopped, because somebody cancelled it or because its lock was lost.</summary>
internal sealed class Interruption(DatabaseProvider provider, MigratorOptions options, Herald herald)
{
    private const string Cancelled = "The run was cancelled. What the step had done in a transaction is undone, and the next start goes on.";

    /// <summary>Notes what was stopped, and why.</summary>
    /// <param name="held">The lock of the run.</param>
    /// <param name="lost">What is to be said if the lock was lost.</param>
    /// <param name="stopped">How the run ended.</param>
    /// <param name="cancellationToken">By what somebody may have cancelled it.</param>
    /// <returns>What is to be thrown in its place, or <see langword="null"/> if that is right as it is.</returns>
    public async Task<MigrationLockException?> NoteAsync(IHeldLock held, string lost, OperationCanceledException stopped, CancellationToken cancellationToken)
    {
        var isLost = held.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested;
        if (herald.Cut is { } cut)
        {
            await new LastWords(provider, options).SayAsync("stopped", cut, new(isLost ? lost : Cancelled, Sql: null, Code: null, Stack: null));
        }

        return isLost ? new(lost, stopped) : null;
    }
}
