using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve;

/// <summary>A step failed while it ran. What was done of it is undone as far as the message says, and the next start tries again.</summary>
public sealed class MigrationFailedException : MigrationException
{
    internal MigrationFailedException(Step step, string reason, string undone, Exception? inner)
        : base(
            $"""
            {(step.IsReversal ? "The rollback of migration" : "Migration")} {step.Migration.Label} failed in {step.Phase}, at “{step.Description}”.
            {reason}
            {undone} {(step.IsReversal ? "The rollback goes on with this step when RollbackAsync is called again." : "The next start tries this step again.")}
            """,
            inner) => Step = step;

    /// <summary>The step that failed.</summary>
    public Step Step { get; }

    /// <summary>The statement that failed, exactly as it was sent, or <see langword="null"/> if it was C#.</summary>
    public string? Sql { get; internal init; }

    /// <summary>What the database said, or <see langword="null"/> if it was not the database.</summary>
    public Fault? Fault { get; internal init; }
}
