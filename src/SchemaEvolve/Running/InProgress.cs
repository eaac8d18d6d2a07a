using System.Data.Common;
using SchemaEvolve.Diagnostics;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>Finds the step that is being done at the moment.</summary>
/// <param name="provider">The database.</param>
/// <param name="present">What this process does itself, of which it knows more than the journal.</param>
internal sealed class InProgress(DatabaseProvider provider, Present present)
{
    /// <summary>The step, or <see langword="null"/> if nobody migrates, or nobody can tell what.</summary>
    public async Task<StepInProgress?> FindAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        // What was begun and has not ended is in progress only while somebody holds the lock. Else it was cut off.
        if (present.Step is not null || await provider.Lock.FindHolderAsync(connection, cancellationToken) is not { } holder)
        {
            return present.Step;
        }

        return await provider.Journal.ReadInProgressAsync(connection, cancellationToken) is { } heard
            ? heard.Step with { By = holder, Percent = BackfillCursor.Read(heard.Cursor)?.Percent }
            : null;
    }
}
