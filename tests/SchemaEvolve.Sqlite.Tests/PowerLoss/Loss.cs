namespace SchemaEvolve.Sqlite.Tests.PowerLoss;

/// <summary>What becomes of writes that were not synced when the power went. The disk is free to do with each file what it likes.</summary>
public enum Loss
{
    /// <summary>All of them have reached the disk, as after the death of a mere process.</summary>
    Nothing,

    /// <summary>None has.</summary>
    Everything,

    /// <summary>The last is torn in the middle.</summary>
    HalfOfTheLast,

    /// <summary>The last has overtaken the others.</summary>
    AllButTheLast,
}
