namespace SchemaEvolve;

/// <summary>What a start does when another process is migrating the database.</summary>
public enum WhenLocked
{
    /// <summary>Waits until it is done, then makes sure that there is nothing left to do.</summary>
    WaitThenVerify,

    /// <summary>Fails at once.</summary>
    Fail,

    /// <summary>Goes on if every migration it knows has already been expanded, and waits otherwise.</summary>
    ContinueIfCurrent,
}
