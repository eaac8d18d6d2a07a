using System.Data.Common;

namespace SchemaEvolve.Providers;

/// <summary>Remembers in the tables of the journal what gates and rules look at besides the history: who runs on the database, what was approved, and what it is marked as.</summary>
public interface IRegistry
{
    /// <summary>Who runs on the database, what was approved, and what time it is there. Nothing but the time where there is no journal yet.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="transaction">The transaction, or <see langword="null"/> to look without one. Until it ends, nobody joins.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    Task<Observation> ObserveAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken);

    /// <summary>Notes that a process runs: the first time that it has joined, then that it is still there.</summary>
    /// <returns>Whether it was noted: not where there is no journal yet, or that of an older release.</returns>
    Task<bool> NoteHeartbeatAsync(DbConnection connection, Heartbeat heartbeat, CancellationToken cancellationToken);

    /// <summary>Notes that a process runs no longer.</summary>
    Task NoteLeaveAsync(DbConnection connection, Guid instance, CancellationToken cancellationToken);

    /// <summary>Notes an approval and the event, or neither if it was given already.</summary>
    /// <returns>Whether there is a journal that can note it.</returns>
    Task<bool> ApproveAsync(DbConnection connection, Decision decision, CancellationToken cancellationToken);

    /// <summary>Takes an approval back and notes the event, or neither if it was not given.</summary>
    /// <returns>Whether there is a journal that can note it.</returns>
    Task<bool> RevokeAsync(DbConnection connection, Decision decision, CancellationToken cancellationToken);

    /// <summary>What the database is marked as, as <see cref="MigratorOptions.Environment"/> has it, or <see langword="null"/> if it is not marked.</summary>
    Task<string?> ReadEnvironmentAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Marks the database, unless it is marked.</summary>
    Task MarkAsync(DbConnection connection, string environment, CancellationToken cancellationToken);
}
