using System.Data.Common;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Providers;

/// <summary>Opens the connections that migrate, and knows what they may do and what their errors mean.</summary>
public interface IConnections
{
    /// <summary>For how long is tried again what failed only because others were in the way.</summary>
    TimeSpan Patience { get; }

    /// <summary>Opens a connection that no pool shares, set up for migrating.</summary>
    /// <exception cref="MigrationConnectionException">The database cannot be opened.</exception>
    Task<OpenedConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Where a connection leads, as telemetry names it.</summary>
    DatabaseAddress AddressOf(DbConnection connection) => new(connection.Database);

    /// <summary>Complains of all rights that are missing for a plan and for the journal, at once and before anything is touched.</summary>
    /// <exception cref="MigrationConnectionException">Some are missing. The message says which.</exception>
    Task CheckRightsAsync(DbConnection connection, Plan plan, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Begins a transaction that is going to make these statements, with whatever locks they need.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="statements">The statements.</param>
    /// <param name="blocked">Hears once of others who keep the transaction waiting for a noticeable time.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<DbTransaction> BeginAsync(
        DbConnection connection,
        IReadOnlyList<Statement> statements,
        Func<Blockade, Task>? blocked,
        CancellationToken cancellationToken);

    /// <summary>Hears of each statement of a transaction that others may stand before, and has it sent on its own. It is <see langword="null"/> where nobody listens: statements are sent together, in as few round trips as the driver can.</summary>
    Action<Statement>? Between => null;

    /// <summary>Looks at what the statements of a transaction have done, right before it ends.</summary>
    Task LookAsync(DbTransaction transaction, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Lets the driver look for types that it does not know yet, because C# may use them.</summary>
    Task LearnTypesAsync(DbConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Watches a statement that runs outside any transaction, and tells how far it has come and what it waits for.</summary>
    /// <param name="connection">The connection that the statement runs on.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="blocked">Hears once of others who keep the statement waiting for a noticeable time.</param>
    /// <returns>What ends the watch, or <see langword="null"/> where there is nothing to tell.</returns>
    IAsyncDisposable? Watch(DbConnection connection, Statement statement, Func<Blockade, Task>? blocked) => null;

    /// <summary>Listens how the database fares while a step runs on it, without being in the way of the step.</summary>
    /// <param name="watched">The connection that the step runs on, which is not used.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What listens, or <see langword="null"/> where there is nothing to hear.</returns>
    Task<ISignals?> ListenAsync(DbConnection watched, CancellationToken cancellationToken) => Task.FromResult<ISignals?>(null);

    /// <summary>What an error of the driver means.</summary>
    Fault Explain(DbException error);
}
