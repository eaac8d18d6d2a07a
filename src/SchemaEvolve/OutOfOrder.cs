namespace SchemaEvolve;

/// <summary>What becomes of a migration that has not run although a newer one has, as after a merge of two branches.</summary>
public enum OutOfOrder
{
    /// <summary>It runs if it shares no table with the newer ones, and is refused otherwise.</summary>
    AllowIfIndependent,

    /// <summary>It is refused.</summary>
    Reject,

    /// <summary>It runs.</summary>
    Allow,
}
