namespace SchemaEvolve;

/// <summary>When a constraint is checked.</summary>
public enum Deferral
{
    /// <summary>At each statement.</summary>
    None,

    /// <summary>At each statement, unless the transaction asks for the end of it.</summary>
    InitiallyImmediate,

    /// <summary>At the end of the transaction, unless it asks otherwise.</summary>
    InitiallyDeferred,
}
