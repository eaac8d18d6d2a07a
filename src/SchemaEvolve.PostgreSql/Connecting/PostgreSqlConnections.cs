using System.Data.Common;
using System.Net.Sockets;
using Npgsql;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Connecting;

/// <summary>Opens the connections that migrate a PostgreSQL database, and gets hold of the tables that they change.</summary>
internal sealed class PostgreSqlConnections : IConnections
{
    private const int OldestMajor = 14;

    private readonly Func<CancellationToken, Task<NpgsqlConnection>> _create;
    private readonly PostgreSqlOptions _options;
    private readonly TableLocks _locks;
    private Version? _server;

    private PostgreSqlConnections(Func<CancellationToken, Task<NpgsqlConnection>> create, PostgreSqlOptions options)
    {
        _create = create;
        _options = options;
        _locks = new(options);
    }

    /// <summary>Connections by a connection string.</summary>
    public static PostgreSqlConnections To(string connectionString, PostgreSqlOptions options)
    {
        var own = OwnConnectionString.From(options.MigrationConnectionString ?? connectionString);

        return new(_ => Task.FromResult(new NpgsqlConnection(own)), options);
    }

    /// <summary>Connections to where a data source leads, with the passwords and certificates that it knows.</summary>
    public static PostgreSqlConnections To(NpgsqlDataSource dataSource, PostgreSqlOptions options)
    {
        if (options.MigrationConnectionString is { } other)
        {
            return To(other, options);
        }

        var own = OwnConnectionString.From(dataSource.ConnectionString);
        return new(CloneAsync, options);

        async Task<NpgsqlConnection> CloneAsync(CancellationToken cancellationToken)
        {
            await using var model = dataSource.CreateConnection();
            return await model.CloneWithAsync(own, cancellationToken);
        }
    }

    /// <summary>The version of the server, once a connection was opened. Until then it may be any, and all understand what the oldest does.</summary>
    public Version Server => _server ?? new(OldestMajor, 0);

    public TimeSpan Patience => _options.GiveUpAfter;

    public async Task<OpenedConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await OpenAnyAsync(cancellationToken);
        try
        {
            if (Refusal(connection) is { } refusal)
            {
                throw new MigrationConnectionException(refusal);
            }

            _server = connection.PostgreSqlVersion;
            return new(connection, connection.DisposeAsync);
        }
        catch (InvalidOperationException lost)
        {
            // The driver knows what the server is only as long as it is there.
            await connection.DisposeAsync();
            throw new MigrationConnectionException($"{Place(connection)} was opened, and lost at once. {lost.Message}", lost);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task<DbTransaction> BeginAsync(
        DbConnection connection,
        IReadOnlyList<Statement> statements,
        Func<Blockade, Task>? blocked,
        CancellationToken cancellationToken) =>
        await _locks.BeginAsync((NpgsqlConnection)connection, statements, blocked, cancellationToken);

    // The driver reads the types of a database when it first meets it, and never again by itself.
    public Task LearnTypesAsync(DbConnection connection, CancellationToken cancellationToken) =>
        ((NpgsqlConnection)connection).ReloadTypesAsync(cancellationToken);

    public DatabaseAddress AddressOf(DbConnection connection) => connection is NpgsqlConnection { Host: var host, Port: var port }
        ? new(connection.Database) { Host = host, Port = port }
        : new(connection.Database);

    public Task CheckRightsAsync(DbConnection connection, Plan plan, CancellationToken cancellationToken) =>
        Rights.CheckAsync(connection, _options.JournalSchema, Needs.Of(plan), cancellationToken);

    public IAsyncDisposable Watch(DbConnection connection, Statement statement, Func<Blockade, Task>? blocked) =>
        new Watch((NpgsqlConnection)connection, statement, blocked, this, _options);

    public async Task<ISignals?> ListenAsync(DbConnection watched, CancellationToken cancellationToken) =>
        new PostgreSqlSignals(await OpenAnyAsync(cancellationToken), ((NpgsqlConnection)watched).ProcessID);

    public Fault Explain(DbException error) => Faults.Explain(error);

    /// <summary>A connection like those that migrate, but open to whatever server is there.</summary>
    internal async Task<NpgsqlConnection> OpenAnyAsync(CancellationToken cancellationToken)
    {
        var connection = await _create(cancellationToken);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (Exception error) when (error is NpgsqlException or SocketException or TimeoutException)
        {
            await connection.DisposeAsync();
            throw new MigrationConnectionException($"{Place(connection)} cannot be opened. {Reason(error)}", error);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // The server says all this of itself when it greets a connection, so nothing has to be asked.
    private static string? Refusal(NpgsqlConnection connection) => connection switch
    {
        { PostgreSqlVersion.Major: < OldestMajor } =>
            $"{Place(connection)} runs PostgreSQL {connection.PostgreSqlVersion}. Migrations need version {OldestMajor} or newer.",
        _ when connection.PostgresParameters.GetValueOrDefault("in_hot_standby") == "on" =>
            $"{Place(connection)} is on a standby, which only reads. Let migrations connect to the primary: name it in MigrationConnectionString, or list all hosts and set Target Session Attributes=primary.",
        _ => null,
    };

    private static string Place(NpgsqlConnection connection) => $"Database {connection.Database} on {connection.DataSource}";

    private static string Reason(Exception error) => error is DbException { SqlState: not null } database
        ? Faults.Explain(database).ToString()
        : $"{error.Message} {error.InnerException?.Message}".TrimEnd();
}
