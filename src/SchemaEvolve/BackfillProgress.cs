using SchemaEvolve.Planning;

namespace SchemaEvolve;

/// <summary>How far a backfill has come.</summary>
/// <param name="Step">The step.</param>
/// <param name="Rows">How many rows were looked at, with those of earlier runs.</param>
/// <param name="Estimated">How many rows there are in all, as far as the database can tell without counting.</param>
/// <param name="Percent">How much of it is done. It never goes back, and is 100 at the end only.</param>
/// <param name="RowsPerSecond">How fast it goes, with all pauses.</param>
/// <param name="Left">How long it still takes at that speed, or <see langword="null"/> as long as nobody can tell.</param>
/// <param name="Quarantined">How many rows could not be converted and were left as they are.</param>
public sealed record BackfillProgress(
    BackfillStep Step,
    long Rows,
    long Estimated,
    double Percent,
    double RowsPerSecond,
    TimeSpan? Left,
    long Quarantined);
