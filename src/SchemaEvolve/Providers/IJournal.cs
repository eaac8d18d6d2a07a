using System.Data.Common;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Providers;

/// <summary>Remembers in the database what has been done to it. All times are UTC, from the server.</summary>
public interface IJournal
{
    /// <summary>Whether a start with this stamp has nothing to do. One query, also where there is no journal yet.</summary>
    Task<bool> HasStampAsync(DbConnection connection, string stamp, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the tables over as whoever had the lock before has left them: gives those of an older release what they miss, and notes that a step
    /// which was killed while others were in its way waits for them no longer. Only while the lock is held.
    /// </summary>
    /// <exception cref="MigrationHistoryException">This release cannot read the tables: see <see cref="JournalVersion"/>.</exception>
    Task TakeOverAsync(DbConnection connection, Actor actor, CancellationToken cancellationToken);

    /// <summary>Creates the journal's tables if there are none. Only while the lock is held.</summary>
    Task EnsureAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>All that was done, or nothing where there is no journal yet.</summary>
    Task<History> ReadAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken);

    /// <summary>Notes that a step is begun, where it cannot be one transaction with its entry.</summary>
    Task StartAsync(DbConnection connection, StepRecord record, CancellationToken cancellationToken);

    /// <summary>Notes that steps are done, in the transaction that they share if they have one, and in as few round trips as the driver can.</summary>
    Task FinishAsync(DbConnection connection, DbTransaction? transaction, IReadOnlyList<StepRecord> records, CancellationToken cancellationToken);

    /// <summary>Notes that a step has failed, and why.</summary>
    Task FailAsync(DbConnection connection, StepRecord record, Failure failure, CancellationToken cancellationToken);

    /// <summary>Notes that others are in the way of a step, and who, or that they no longer are, on the connection that the blockade leaves for it.</summary>
    Task BlockAsync(StepRecord record, Blockade blockade, CancellationToken cancellationToken);

    /// <summary>Notes an event that befell a step and changes nothing of what is known of it.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="kind">What happened: <c>retried</c>, because a part of the step had failed for a reason that passes, or <c>stopped</c>.</param>
    /// <param name="record">The step.</param>
    /// <param name="failure">Why.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task NoteAsync(DbConnection connection, string kind, StepRecord record, Failure failure, CancellationToken cancellationToken);

    /// <summary>The step that was begun last and has not ended, or <see langword="null"/>. Nothing is waited for.</summary>
    Task<LastHeard?> ReadInProgressAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Notes that a start with one of these stamps has nothing to do from now on, and that the database is born: see <see cref="MigrationEntry.IsBirth"/>.</summary>
    Task StampAsync(DbConnection connection, DbTransaction? transaction, IReadOnlyList<string> stamps, Actor actor, CancellationToken cancellationToken);

    /// <summary>Notes that a start with another stamp has nothing to do either, as long as a known one holds. No lock is held, and nobody is waited for.</summary>
    Task StampLikeAsync(DbConnection connection, string known, string stamp, Actor actor, CancellationToken cancellationToken);

    /// <summary>Notes the steps of a migration that were begun or have failed as done, and the event.</summary>
    Task RepairAsync(DbConnection connection, Decision decision, CancellationToken cancellationToken);

    /// <summary>Notes the event that a migration is held, unless that is the last that is known of it, for the same reason.</summary>
    Task HoldAsync(DbConnection connection, Notice notice, CancellationToken cancellationToken);

    /// <summary>Notes the event that a migration suppresses what a rule has found, unless that is known of it already.</summary>
    Task SuppressAsync(DbConnection connection, Notice notice, CancellationToken cancellationToken);

    /// <summary>The events, oldest first.</summary>
    Task<IReadOnlyList<JournalEvent>> ReadEventsAsync(DbConnection connection, CancellationToken cancellationToken);
}
