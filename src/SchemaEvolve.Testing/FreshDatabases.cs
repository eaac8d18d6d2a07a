using SchemaEvolve.Providers;
using SchemaEvolve.Testing.Sources;

namespace SchemaEvolve.Testing;

/// <summary>Gives each test a migrated database of its own. The first one costs the migrations, every further one a copy.</summary>
/// <remarks>
/// Any number of tests and of processes may ask at once. What a run leaves behind that was killed, the next one sweeps away.
/// </remarks>
/// <example><code>
/// private static readonly FreshDatabases Shop = FreshDatabases
///     .Of(MigrationSet.FromAssemblyOf&lt;Program&gt;())
///     .UsePostgreSql("Host=localhost;Username=tests");
///
/// await using var database = await Shop.CreateAsync();
/// </code></example>
public sealed class FreshDatabases : IDatabaseChoice, IAsyncDisposable
{
    private readonly MigrationSet _migrations;
    private readonly FreshDatabaseOptions _options;
    private readonly SemaphoreSlim _opening = new(1);
    private Kind? _kind;
    private IFreshSource? _source;

    private FreshDatabases(MigrationSet migrations, FreshDatabaseOptions options) => (_migrations, _options) = (migrations, options);

    /// <summary>Databases with these migrations. Say next on which database system: <c>.UseSqlite("Data Source=tests.db")</c>.</summary>
    /// <param name="migrations">The migrations of the application.</param>
    /// <param name="options">How the databases are made, or nothing for the defaults.</param>
    public static FreshDatabases Of(MigrationSet migrations, FreshDatabaseOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(migrations);

        return new(migrations, options ?? new());
    }

    /// <summary>A database that nobody else has. Dispose it after the test.</summary>
    /// <exception cref="FreshDatabaseException">There is none to be had. The message says what to do.</exception>
    /// <exception cref="MigrationException">The migrations fail.</exception>
    public async Task<FreshDatabase> CreateAsync(CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

        return await (await SourceAsync(cancellationToken)).CreateAsync(cancellationToken);
    }

    /// <summary>A copy of another database, for a test to see what becomes of its rows. Its migrations have run as far as they have there.</summary>
    /// <param name="connectionString">The connection string of the other one: a file, which may be in use, or a database of the same server, which may not.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="FreshDatabaseException">There is none to be had. The message says what to do.</exception>
    public async Task<FreshDatabase> CopyAsync(string connectionString, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

        return await (await SourceAsync(cancellationToken)).CopyAsync(connectionString, cancellationToken);
    }

    /// <summary>Drops the databases that nobody has asked for. The template stays for the next run.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_source is { } source)
        {
            await source.DisposeAsync();
        }

        _opening.Dispose();
    }

    void IDatabaseChoice.Use(Func<IServiceProvider, DatabaseProvider> provider) => throw new FreshDatabaseException(
        "Fresh databases are made from a connection string: write .UseSqlite(\"Data Source=tests.db\") or .UsePostgreSql(\"Host=localhost;Username=tests\").");

    void IDatabaseChoice.Use(DatabasePlace place, Func<DatabasePlace, DatabaseProvider> provider) => _kind = new(place, provider);

    private async Task<IFreshSource> SourceAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            return _source ??= await OpenAsync(
                _kind ?? throw new FreshDatabaseException("Nobody has said on which database system. Write .UseSqlite(\"Data Source=tests.db\") or .UsePostgreSql(\"Host=localhost;Username=tests\") behind FreshDatabases.Of(…)."),
                cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<IFreshSource> OpenAsync(Kind kind, CancellationToken cancellationToken) => (kind.Engine, _options.Isolation) switch
    {
        (Engines.Sqlite, Isolation.Database) => await SqliteFiles.OpenAsync(kind, _migrations, _options.Folder, cancellationToken),
        (Engines.PostgreSql, Isolation.Database) => new Stock(await PostgreSqlDatabases.OpenAsync(kind, _migrations, cancellationToken), _options.Ahead),
        (Engines.PostgreSql, _) => new Stock(await PostgreSqlSchemas.OpenAsync(kind, _migrations, cancellationToken), _options.Ahead),
        _ => throw new FreshDatabaseException($"{kind.Engine} has no schemas that could keep tests apart. Leave Isolation as it is."),
    };
}
