namespace SchemaEvolve.Gating;

/// <summary>How far a gate yields to those who contract by hand.</summary>
internal enum Insistence
{
    /// <summary>It guards what those who contract by hand have looked after themselves.</summary>
    Precaution,

    /// <summary>Somebody else decides, and is passed over only by force.</summary>
    Decision,

    /// <summary>Data would be lost.</summary>
    Necessity,
}
