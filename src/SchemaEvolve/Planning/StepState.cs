namespace SchemaEvolve.Planning;

/// <summary>How far a step has come.</summary>
public enum StepState
{
    /// <summary>It is still to be done.</summary>
    Pending,

    /// <summary>It was begun, and nothing has been heard since.</summary>
    Running,

    /// <summary>It is done.</summary>
    Done,

    /// <summary>It failed, and will be tried again at the next start.</summary>
    Failed,
}
