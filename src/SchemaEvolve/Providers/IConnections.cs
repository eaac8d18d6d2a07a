using System.Data.Common;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Providers;

/// <summary>Opens the connections that migrate, and knows what they may do and what their errors mean.</summary>
public interface IConnections
{
    /// <summary>Opens a connection that no pool shares, set up for migrating.</summary>
    /// <exception cref="MigrationConnectionException">The database cannot be opened.</exception>
    Task<OpenedConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Complains of all rights that are missing for a plan and for the journal, at once and before anything is touched.</summary>
    /// <exception cref="MigrationConnectionException">Some are missing. The message says which.</exception>
    Task CheckRightsAsync(DbConnection connection, Plan plan, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Begins a transaction that is going to make these statements, with whatever locks they need.</summary>
    Task<DbTransaction> BeginAsync(DbConnection connection, IReadOnlyList<Statement> statements, CancellationToken cancellationToken);

    /// <summary>Lets the driver look for types that it does not know yet, because C# may use them.</summary>
    Task LearnTypesAsync(DbConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Watches a statement that runs outside any transaction, and tells how far it has come and what it waits for.</summary>
    /// <returns>What ends the watch, or <see langword="null"/> where there is nothing to tell.</returns>
    IAsyncDisposable? Watch(DbConnection connection, Statement statement) => null;

    /// <summary>What an error of the driver means.</summary>
    Fault Explain(DbException error);
}
