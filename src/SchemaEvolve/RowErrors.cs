namespace SchemaEvolve;

/// <summary>What becomes of a backfill when one row cannot be converted.</summary>
public enum RowErrors
{
    /// <summary>It fails with the key of the row. What is filled stays, and the next start goes on at that row.</summary>
    Fail,

    /// <summary>The row stays as it is, its key and the error are written to the journal, and the backfill goes on.</summary>
    /// <remarks>
    /// What takes the old form of the row away would lose it, so a migration that does is not verified before all such rows are corrected or deleted: its error names them.
    /// A backfill that the migration asked for itself is done without them.
    /// </remarks>
    Quarantine,
}
