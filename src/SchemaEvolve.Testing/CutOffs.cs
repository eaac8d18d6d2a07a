namespace SchemaEvolve.Testing;

/// <summary>At how many of its points a rehearsed migration is cut off.</summary>
public enum CutOffs
{
    /// <summary>At none.</summary>
    None,

    /// <summary>At a few, which are the same each time: on the way up to go on, on the way up to turn back, and on the way down. One of the three runs is killed.</summary>
    Some,

    /// <summary>At all there are. It takes as many runs, so it is for the migration that is being written, or for the night.</summary>
    Every,
}
