using SchemaEvolve.Catalogs;

namespace SchemaEvolve;

/// <summary>The schema is not the one that the migrations promise, and <see cref="MigratorOptions.Drift"/> forbids to go on.</summary>
public sealed class MigrationDriftException : MigrationException
{
    internal MigrationDriftException(ValueList<Difference> differences)
        : base(
            $"""
            The database is not as its migrations have left it, so nothing was touched:
            {string.Join('\n', differences.Select(difference => $"    {difference}"))}
            Undo by hand what was done by hand, or take it over in a new migration and start once with Drift.Warn.
            """) => Differences = differences;

    /// <summary>In what the database differs.</summary>
    public ValueList<Difference> Differences { get; }
}
