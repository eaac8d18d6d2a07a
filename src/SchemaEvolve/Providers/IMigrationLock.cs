using System.Data.Common;

namespace SchemaEvolve.Providers;

/// <summary>Lets one process at a time migrate a database. It is never waited for inside the database; the runner asks again.</summary>
public interface IMigrationLock
{
    /// <summary>Takes the lock if it is free.</summary>
    /// <param name="connection">The connection that will migrate. Where the database can, it holds the lock itself, so that the two end together.</param>
    /// <param name="actor">Who asks, for those who find the lock taken.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<LockAttempt> TryAcquireAsync(DbConnection connection, Actor actor, CancellationToken cancellationToken);

    /// <summary>Who holds the lock, as far as can be told, or <see langword="null"/> if nobody does. It is not asked for.</summary>
    /// <param name="connection">A connection to the database.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<string?> FindHolderAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Lets whoever holds the lock know that somebody waits for it, until the result is disposed, the process is gone, or half a minute has passed.</summary>
    /// <param name="connection">The connection that will migrate.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<IAsyncDisposable> AnnounceAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Whether somebody else waits for the lock.</summary>
    /// <param name="connection">The connection that migrates, or would.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<bool> IsAwaitedAsync(DbConnection connection, CancellationToken cancellationToken);
}
