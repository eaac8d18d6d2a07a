using SchemaEvolve.Catalogs;

namespace SchemaEvolve;

/// <summary>A rollback cannot be done, or has not led where it was to lead.</summary>
public sealed class MigrationRollbackException : MigrationException
{
    internal MigrationRollbackException(string message)
        : base(message)
    {
    }

    internal MigrationRollbackException(ValueList<string> obstacles, bool isUntouched)
        : base(
            $"""
            The rollback cannot {(isUntouched ? "be done, and nothing has been touched" : "go on")}:
            {string.Join('\n', obstacles.Select(obstacle => $"    {obstacle}"))}
            """) => Obstacles = obstacles;

    /// <summary>All that stands in the way, each in a sentence.</summary>
    public ValueList<string> Obstacles { get; } = [];
}
