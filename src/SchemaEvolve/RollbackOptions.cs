namespace SchemaEvolve;

/// <summary>What a rollback may do.</summary>
public sealed record RollbackOptions
{
    /// <summary>Whether it may lose what the database has nowhere else: rows of tables and values of columns that it drops, rows that a seed is about, values that were purged, and what was overwritten in tables that no migration made.</summary>
    /// <value>The default value is <see langword="false"/>: it lists what would be lost, and touches nothing.</value>
    public bool AllowDataLoss { get; init; }

    /// <summary>Whether it stops when both versions of the application work, so that the old one can be started beside the new one. A second call without it ends the rollback.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool KeepsBoth { get; init; }
}
