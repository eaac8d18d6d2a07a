namespace SchemaEvolve;

/// <summary>How bad it is what a rule has found.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing. It never stops anything.</summary>
    Note,

    /// <summary>It may go wrong, or hurt others. It stops a start only with <see cref="SafetyLevel.Strict"/>.</summary>
    Warning,

    /// <summary>It will go wrong. It stops a start unless <see cref="SafetyLevel"/> says otherwise.</summary>
    Error,
}
