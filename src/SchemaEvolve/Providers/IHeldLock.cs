namespace SchemaEvolve.Providers;

/// <summary>A lock that is held until it is disposed, or lost.</summary>
public interface IHeldLock : IAsyncDisposable
{
    /// <summary>Is cancelled when the lock is lost before it is disposed.</summary>
    CancellationToken Lost { get; }
}
