namespace SchemaEvolve;

/// <summary>What a start that has something to do makes of a schema that is not the one that the migrations promise, because somebody has changed it by hand.</summary>
public enum Drift
{
    /// <summary>Each difference is logged as a warning.</summary>
    Warn,

    /// <summary>The start fails before it touches anything, and lists the differences.</summary>
    Fail,

    /// <summary>Nobody looks.</summary>
    Ignore,
}
