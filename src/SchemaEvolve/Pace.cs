namespace SchemaEvolve;

/// <summary>How much of the database a backfill takes for itself.</summary>
public enum Pace
{
    /// <summary>As little as leaves others their speed: batches are short, and where there is one writer at a time, as long a pause lies between them.</summary>
    Gentle,

    /// <summary>All it can get, where nobody else is there: batches are ten times as long, without pauses.</summary>
    Full,
}
