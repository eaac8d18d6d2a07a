namespace SchemaEvolve;

/// <summary>What a start that has something to do makes of the dangers in its plan.</summary>
public enum SafetyLevel
{
    /// <summary>What can be done without danger is done so. What is left is logged, and stops the start before it touches anything if it is an error.</summary>
    Rewrite,

    /// <summary>All dangers are logged, and none stops a start.</summary>
    Warn,

    /// <summary>Warnings stop a start too.</summary>
    Strict,

    /// <summary>No rule looks at anything.</summary>
    Off,
}
