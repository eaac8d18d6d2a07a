using System.Data.Common;
using System.Runtime.CompilerServices;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Testing.Tracing;

/// <summary>The connections of a provider, watched for what each transaction does to the tables that were there when a migration began.</summary>
internal sealed class TracedConnections(IConnections connections) : IConnections
{
    private readonly ConditionalWeakTable<DbTransaction, Trace> _traces = [];
    private readonly List<Impact> _impacts = [];
    private HashSet<QualifiedName> _tables = [];

    public TimeSpan Patience => connections.Patience;

    /// <summary>From here on, only what is done to these tables counts.</summary>
    public void Begin(Catalog catalog)
    {
        _tables = [.. catalog.Tables.Select(table => table.Name)];
        _impacts.Clear();
    }

    /// <summary>What was done to them since.</summary>
    public ValueList<Impact> End() => [.. _impacts.Distinct()];

    public Task<OpenedConnection> OpenAsync(CancellationToken cancellationToken) => connections.OpenAsync(cancellationToken);

    public Task CheckRightsAsync(DbConnection connection, Plan plan, CancellationToken cancellationToken) =>
        connections.CheckRightsAsync(connection, plan, cancellationToken);

    public async Task<DbTransaction> BeginAsync(
        DbConnection connection,
        IReadOnlyList<Statement> statements,
        Func<Blockade, Task>? blocked,
        CancellationToken cancellationToken)
    {
        var transaction = await connections.BeginAsync(connection, statements, blocked, cancellationToken);

        // Npgsql hands out the same object again and again.
        _traces.AddOrUpdate(transaction, await Trace.BeginAsync(connection, cancellationToken));
        return transaction;
    }

    public async Task LookAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        await connections.LookAsync(transaction, cancellationToken);
        if (_traces.TryGetValue(transaction, out var trace))
        {
            _impacts.AddRange((await trace.EndAsync(cancellationToken)).Where(impact => _tables.Contains(impact.Table)));
        }
    }

    public Action<Statement>? Between => connections.Between;

    public Task LearnTypesAsync(DbConnection connection, CancellationToken cancellationToken) => connections.LearnTypesAsync(connection, cancellationToken);

    public IAsyncDisposable? Watch(DbConnection connection, Statement statement, Func<Blockade, Task>? blocked) => connections.Watch(connection, statement, blocked);

    public Fault Explain(DbException error) => connections.Explain(error);
}
