namespace SchemaEvolve.Benchmarks.Peers;

/// <summary>What each migration of a history does.</summary>
public enum Deed
{
    /// <summary>It makes a table, an index and a column.</summary>
    Table,

    /// <summary>It adds one to a counter, so that two who run it can be told from one.</summary>
    Count,
}
