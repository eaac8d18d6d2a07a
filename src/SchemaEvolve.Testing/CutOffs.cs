namespace SchemaEvolve.Testing;

/// <summary>At how many of its points a rehearsed migration is cut off.</summary>
public enum CutOffs
{
    /// <summary>At none.</summary>
    None,

    /// <summary>
    /// At a few, which are the same each time: on the way up to go on, on the way up to turn back, and on the way down. One of the three runs is killed.
    /// They are before and after transactions and statements outside of one, because there most can go wrong: of a transaction that is cut off in its midst, the database keeps nothing.
    /// </summary>
    Some,

    /// <summary>At all there are, before and after each statement, also within a transaction, whose statements are sent one by one for that. It takes as many runs, so it is for the migration that is being written, or for the night.</summary>
    Every,
}
