namespace SchemaEvolve.Running;

/// <summary>The work stopped where it can be taken up again, because a start waits for the lock.</summary>
internal sealed class GaveWayException() : OperationCanceledException("A start waits for the lock.");
