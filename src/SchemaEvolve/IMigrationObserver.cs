using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;

namespace SchemaEvolve;

/// <summary>Hears all that befalls a run, at the moment when it does. It implements what it wants to hear of.</summary>
/// <remarks>
/// The run waits until it has listened, so it is quick about it. If it throws, that is logged and the run goes on.
/// For a bar on a screen there is <see cref="MigratorOptions.Progress"/>, which a <see cref="Progress{T}"/> takes to the thread of the screen.
/// </remarks>
/// <example><code>
/// public sealed class Pager(ITeamChat chat) : IMigrationObserver
/// {
///     public void StepFailed(Step step, MigrationFailedException error) => chat.Post(step.Migration.Owner, error.Message);
/// }
/// </code></example>
public interface IMigrationObserver
{
    /// <summary>A run has the lock, and begins. A start that finds nothing to do is no run.</summary>
    void RunStarted(RunKind run)
    {
    }

    /// <summary>A run has ended well.</summary>
    void RunEnded(RunKind run, MigrationReport report)
    {
    }

    /// <summary>A run has failed, or was cancelled.</summary>
    void RunFailed(RunKind run, Exception error)
    {
    }

    /// <summary>A step begins.</summary>
    void StepStarted(Step step)
    {
    }

    /// <summary>A step is done.</summary>
    void StepEnded(Step step, TimeSpan elapsed)
    {
    }

    /// <summary>A step has failed, and with it the run.</summary>
    void StepFailed(Step step, MigrationFailedException error)
    {
    }

    /// <summary>Others are in the way of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="reason">What it waits for.</param>
    /// <param name="blockers">Who they are, as far as the database tells.</param>
    void StepBlocked(Step step, string reason, ValueList<string> blockers)
    {
    }

    /// <summary>Nobody is in the way of a step any more.</summary>
    /// <param name="step">The step.</param>
    /// <param name="waited">How long others were.</param>
    void StepUnblocked(Step step, TimeSpan waited)
    {
    }

    /// <summary>A part of a step has failed for a reason that passes, and is tried again.</summary>
    /// <param name="step">The step.</param>
    /// <param name="tries">How often it has failed.</param>
    /// <param name="reason">What the database said.</param>
    void StepRetried(Step step, int tries, string reason)
    {
    }

    /// <summary>A backfill has come further. It is heard a few times a second, and once at its end.</summary>
    void BackfillAdvanced(BackfillProgress progress)
    {
    }
}
