using System.Data.Common;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Testing.Rehearsing;

/// <summary>Passes the points at which transactions begin, statements outside of any, and, if each statement counts, those within.</summary>
internal sealed class CutConnections(IConnections connections, Cut cut, string engine) : IConnections
{
    public TimeSpan Patience => connections.Patience;

    public Action<Statement>? Between { get; } = cut.IsWithin ? statement => cut.Pass("within a transaction, before", statement.Sql.For(engine)) : null;

    public Task<OpenedConnection> OpenAsync(CancellationToken cancellationToken) => connections.OpenAsync(cancellationToken);

    public Task CheckRightsAsync(DbConnection connection, Plan plan, CancellationToken cancellationToken) =>
        connections.CheckRightsAsync(connection, plan, cancellationToken);

    public Task<DbTransaction> BeginAsync(
        DbConnection connection,
        IReadOnlyList<Statement> statements,
        Func<Blockade, Task>? blocked,
        CancellationToken cancellationToken)
    {
        cut.Pass("before", statements.Count == 0 ? "a transaction" : string.Join("; ", statements.Select(Text)));

        return connections.BeginAsync(connection, statements, blocked, cancellationToken);
    }

    public Task LookAsync(DbTransaction transaction, CancellationToken cancellationToken) => connections.LookAsync(transaction, cancellationToken);

    public Task<ISignals?> ListenAsync(DbConnection watched, CancellationToken cancellationToken) => connections.ListenAsync(watched, cancellationToken);

    public Task LearnTypesAsync(DbConnection connection, CancellationToken cancellationToken) => connections.LearnTypesAsync(connection, cancellationToken);

    public IAsyncDisposable Watch(DbConnection connection, Statement statement, Func<Blockade, Task>? blocked)
    {
        cut.Pass("before", Text(statement));

        return new Passage(connections.Watch(connection, statement, blocked), () => cut.Pass("after", Text(statement)));
    }

    public Fault Explain(DbException error) => connections.Explain(error);

    private string Text(Statement statement) => statement.Sql.For(engine);

    private sealed class Passage(IAsyncDisposable? watch, Action pass) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await (watch?.DisposeAsync() ?? ValueTask.CompletedTask);
            pass();
        }
    }
}
