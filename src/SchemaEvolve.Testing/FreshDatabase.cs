using SchemaEvolve.Providers;

namespace SchemaEvolve.Testing;

/// <summary>A migrated database that one test has for itself. It is dropped with all who are still in it when it is disposed.</summary>
public sealed class FreshDatabase : IAsyncDisposable
{
    private readonly MigrationSet _migrations;
    private readonly Func<ValueTask> _drop;
    private int _isDropped;

    internal FreshDatabase(string connectionString, DatabaseProvider provider, MigrationSet migrations, Func<ValueTask> drop) =>
        (ConnectionString, Provider, _migrations, _drop) = (connectionString, provider, migrations, drop);

    /// <summary>How the application finds the database.</summary>
    public string ConnectionString { get; }

    /// <summary>The database, as a <see cref="Migrator"/> takes it.</summary>
    public DatabaseProvider Provider { get; }

    /// <summary>Fails the test if the schema is not what the migrations promise that have run. The message tells each difference.</summary>
    /// <remarks>A database that a newer release has migrated has none: what it promises, only that release can tell.</remarks>
    /// <exception cref="SchemaDriftException">The schema is another one.</exception>
    public async Task VerifyAsync(CancellationToken cancellationToken = default)
    {
        var differences = await new Migrator(Provider, _migrations).DriftAsync(cancellationToken);
        if (differences.Count > 0)
        {
            throw new SchemaDriftException(differences);
        }
    }

    /// <summary>Drops the database. The second time, nothing is left to do.</summary>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _isDropped, 1) == 0 ? _drop() : ValueTask.CompletedTask;
}
