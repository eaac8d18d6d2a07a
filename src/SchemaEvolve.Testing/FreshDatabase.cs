using SchemaEvolve.Providers;

namespace SchemaEvolve.Testing;

/// <summary>A migrated database that one test has for itself. It is dropped with all who are still in it when it is disposed.</summary>
public sealed class FreshDatabase : IAsyncDisposable
{
    private readonly Func<ValueTask> _drop;
    private int _isDropped;

    internal FreshDatabase(string connectionString, DatabaseProvider provider, Func<ValueTask> drop) =>
        (ConnectionString, Provider, _drop) = (connectionString, provider, drop);

    /// <summary>How the application finds the database.</summary>
    public string ConnectionString { get; }

    /// <summary>The database, as a <see cref="Migrator"/> takes it.</summary>
    public DatabaseProvider Provider { get; }

    /// <summary>Drops the database. The second time, nothing is left to do.</summary>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _isDropped, 1) == 0 ? _drop() : ValueTask.CompletedTask;
}
