using System.Data.Common;

namespace SchemaEvolve;

/// <summary>A step of a migration that is written in C#.</summary>
/// <param name="session">The connection and the transaction of the step.</param>
/// <param name="cancellationToken">Is cancelled when the run is to stop. What the step did is then undone.</param>
public delegate Task MigrationCode(MigrationSession session, CancellationToken cancellationToken);

/// <summary>What a step in C# works with.</summary>
/// <example><code>
/// async (session, token) =&gt; await session.Connection.ExecuteAsync(
///     new CommandDefinition("UPDATE …", transaction: session.Transaction, cancellationToken: token))
/// </code></example>
/// <param name="Connection">The open connection that migrates. It must stay open.</param>
/// <param name="Transaction">The transaction of the step, which the runner commits together with the journal entry.</param>
public sealed record MigrationSession(DbConnection Connection, DbTransaction Transaction);
