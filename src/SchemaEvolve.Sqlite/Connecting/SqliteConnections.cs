using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SchemaEvolve.Providers;
using SQLitePCL;

namespace SchemaEvolve.Sqlite.Connecting;

/// <summary>Opens the connections that migrate a SQLite database, or borrows the one that the application lends.</summary>
internal sealed class SqliteConnections : IConnections
{
    private const int SecondsAtATime = 1;

    private readonly Func<OpenedConnection> _open;
    private readonly Func<string> _database;
    private long _busyWaits;

    private SqliteConnections(Func<OpenedConnection> open, Func<string> database)
    {
        _open = open;
        _database = database;
    }

    /// <summary>Connections of our own, which no pool shares: a pooled one would hand our pragmas on to the application.</summary>
    public static SqliteConnections To(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString) { Pooling = false };
        return MemoryDatabase.IsPrivate(builder)
            ? throw new MigrationConnectionException(
                $"Each connection to “{builder.DataSource}” has a database of its own, so the application would never see what was migrated. Pass the open SqliteConnection instead, or name a shared one: Data Source=app;Mode=Memory;Cache=Shared.")
            : new(() => Open(builder.ToString()), () => builder.DataSource);
    }

    /// <summary>The application's own open connection. It is given back as it was, and never closed.</summary>
    public static SqliteConnections Over(SqliteConnection lent) =>
        new(() => Borrow(lent), () => lent.DataSource is { Length: > 0 } file ? file : "the in-memory database");

    // What is merely busy has been waited for already, until Default Timeout was over.
    public TimeSpan Patience => TimeSpan.FromSeconds(SecondsAtATime);

    public Task<OpenedConnection> OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult(_open());
        }
        catch (SqliteException error)
        {
            throw new MigrationConnectionException($"{_database()} cannot be opened. {Explain(error)}", error);
        }
    }

    public DatabaseAddress AddressOf(DbConnection connection) => new(Path.GetFileName(connection.DataSource) is { Length: > 0 } file ? file : ":memory:");

    // BEGIN IMMEDIATE waits for other writers here, where nothing is done yet. After a plain BEGIN, the first write
    // fails with SQLITE_BUSY_SNAPSHOT if another connection wrote meanwhile, and no busy_timeout helps.
    public async Task<DbTransaction> BeginAsync(
        DbConnection connection,
        IReadOnlyList<Statement> statements,
        Func<Blockade, Task>? blocked,
        CancellationToken cancellationToken)
    {
        var (sqlite, waited, isBlocked) = ((SqliteConnection)connection, Stopwatch.StartNew(), false);
        var aim = new Blockade($"{_database()} is to be written.", ["another connection, perhaps of another process, which SQLite does not name"], Connection: null, Transaction: null);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryBegin(sqlite, waited.Elapsed) is { } transaction)
            {
                if (isBlocked)
                {
                    await blocked!(aim with { Connection = connection, Transaction = transaction, Waited = waited.Elapsed });
                }

                return transaction;
            }

            Interlocked.Increment(ref _busyWaits);
            if (blocked is not null && !isBlocked)
            {
                // As long as another writes, nobody can write down that it does.
                await blocked(aim);
                isBlocked = true;
            }
        }
    }

    // Of a database without a file there is nothing to look at.
    public Task<ISignals?> ListenAsync(DbConnection watched, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = new SqliteConnectionStringBuilder(watched.ConnectionString).DataSource;

        return Task.FromResult<ISignals?>(new SqliteSignals(File.Exists(file) ? file : null, () => Interlocked.Read(ref _busyWaits)));
    }

    public Fault Explain(DbException error) => error is SqliteException sqlite
        ? SqliteFaults.Explain(sqlite, _database())
        : new(error.SqlState ?? error.ErrorCode.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message);

    private static OpenedConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            Settings.Apply(connection);

            // The driver does not wait here: without a write-ahead log, whoever writes keeps the file from being looked at.
            raw.sqlite3_busy_timeout(connection.Handle, connection.DefaultTimeout is > 0 and var patience ? 1000 * patience : int.MaxValue);
            ReadHeader(connection);

            // The driver sleeps 150 ms between two tries. SQLite itself asks again after 1, 2, 5 … 100 ms, so it does
            // the waiting, and the driver only adds up its turns to the Default Timeout.
            raw.sqlite3_busy_timeout(connection.Handle, 1000 * SecondsAtATime);
            return new(connection, connection.DisposeAsync);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static OpenedConnection Borrow(SqliteConnection lent)
    {
        if (lent.State != System.Data.ConnectionState.Open)
        {
            throw new MigrationConnectionException("The connection that was passed is closed. Open it, and keep it open while migrations run.");
        }

        if (raw.sqlite3_get_autocommit(lent.Handle) == 0)
        {
            throw new MigrationConnectionException("The connection that was passed is in a transaction. Commit it or roll it back before migrations run.");
        }

        var found = Settings.Apply(lent);
        return new(lent, () =>
        {
            found.Restore(lent);
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>Makes SQLite look at the file. It opens lazily, and would say only at the first statement that this is no database.</summary>
    private static void ReadHeader(SqliteConnection connection) => SqliteException.ThrowExceptionForRC(
        raw.sqlite3_table_column_metadata(connection.Handle, "main", "sqlite_master", "name", out _, out _, out _, out _, out _),
        connection.Handle);

    // The driver waits on the calling thread and cannot be interrupted, so it is asked for a second at a time.
    private static SqliteTransaction? TryBegin(SqliteConnection connection, TimeSpan waited)
    {
        var patience = connection.DefaultTimeout;
        var isLastTry = patience > 0 && waited.TotalSeconds + SecondsAtATime >= patience;
        connection.DefaultTimeout = SecondsAtATime;
        try
        {
            return connection.BeginTransaction(deferred: false);
        }
        catch (SqliteException busy) when (SqliteFaults.IsBusy(busy) && !isLastTry)
        {
            return null;
        }
        finally
        {
            connection.DefaultTimeout = patience;
        }
    }
}
