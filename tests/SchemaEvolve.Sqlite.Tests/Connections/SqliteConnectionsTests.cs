using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using SchemaEvolve.Providers;
using SchemaEvolve.Sqlite.Connecting;

namespace SchemaEvolve.Sqlite.Tests.Connections;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SqliteConnectionsTests : IDisposable
{
    private readonly DatabaseFile _file = new();

    public void Dispose() => _file.Dispose();

    [TestCase("Data Source=:memory:")]
    [TestCase("Data Source=")]
    [TestCase("Data Source=shop;Mode=Memory")]
    [TestCase("Data Source=file::memory:")]
    [TestCase("Data Source=file:shop?mode=memory")]
    public void A_private_in_memory_database_needs_an_open_connection(string connectionString)
    {
        var make = () => SqliteConnections.To(connectionString);

        make.Should().Throw<MigrationConnectionException>().WithMessage("*Pass the open SqliteConnection instead*");
    }

    [TestCase("Data Source=shop;Mode=Memory;Cache=Shared")]
    [TestCase("Data Source=file:shop?mode=memory&cache=shared")]
    public async Task A_shared_in_memory_database_can_be_named(string connectionString)
    {
        await using var keepsAlive = new SqliteConnection(connectionString);
        await keepsAlive.OpenAsync();
        await keepsAlive.ExecuteAsync("CREATE TABLE customers (id)");

        await using var opened = await SqliteConnections.To(connectionString).OpenAsync(default);

        (await opened.Connection.QuerySingleAsync<int>("SELECT count(*) FROM customers")).Should().Be(0);
    }

    [Test]
    public async Task A_connection_of_our_own_checks_foreign_keys_and_takes_no_name_for_a_text()
    {
        await using var opened = await SqliteConnections.To($"{_file.ConnectionString};Foreign Keys=False").OpenAsync(default);

        var misspell = () => opened.Connection.ExecuteAsync("""SELECT "nmae" """);

        (await PragmaAsync(opened.Connection, "foreign_keys")).Should().Be(1);
        (await PragmaAsync(opened.Connection, "busy_timeout")).Should().Be(1000);
        await misspell.Should().ThrowAsync<SqliteException>().WithMessage("*no such column*");
    }

    [Test]
    public async Task A_pooled_connection_of_the_application_sees_no_pragma_of_ours()
    {
        var pooled = new SqliteConnectionStringBuilder(_file.ConnectionString) { Pooling = true, ForeignKeys = false }.ToString();
        var before = await ReadAsync(pooled);

        await using (var opened = await SqliteConnections.To(pooled).OpenAsync(default))
        {
            await opened.Connection.ExecuteAsync("PRAGMA legacy_alter_table = ON; PRAGMA recursive_triggers = ON");
        }

        (await ReadAsync(pooled)).Should().Equal(before);
        SqliteConnection.ClearAllPools();

        static async Task<IReadOnlyList<long>> ReadAsync(string connectionString)
        {
            await using var connection = new SqliteConnection(connectionString);
            await connection.OpenAsync();
            return await PragmasAsync(connection);
        }
    }

    [Test]
    public async Task A_lent_connection_comes_back_open_and_with_its_pragmas()
    {
        await using var lent = await OpenMemoryAsync();
        await lent.ExecuteAsync("PRAGMA foreign_keys = OFF; PRAGMA busy_timeout = 777");
        var before = await PragmasAsync(lent);

        await using (var opened = await SqliteConnections.Over(lent).OpenAsync(default))
        {
            opened.Connection.Should().BeSameAs(lent);
            (await PragmaAsync(lent, "foreign_keys")).Should().Be(1);
            await lent.ExecuteAsync("PRAGMA legacy_alter_table = ON");
        }

        lent.State.Should().Be(System.Data.ConnectionState.Open);
        (await PragmasAsync(lent)).Should().Equal(before);
    }

    [Test]
    public async Task A_lent_connection_must_be_open()
    {
        await using var closed = new SqliteConnection("Data Source=:memory:");

        var open = () => SqliteConnections.Over(closed).OpenAsync(default);

        await open.Should().ThrowAsync<MigrationConnectionException>().WithMessage("The connection that was passed is closed.*");
    }

    [Test]
    public async Task A_lent_connection_must_not_be_in_a_transaction()
    {
        await using var lent = await OpenMemoryAsync();
        await using var transaction = await lent.BeginTransactionAsync();

        var open = () => SqliteConnections.Over(lent).OpenAsync(default);

        await open.Should().ThrowAsync<MigrationConnectionException>().WithMessage("The connection that was passed is in a transaction.*");
    }

    [Test]
    public async Task A_transaction_begins_with_the_lock_for_writing()
    {
        var connections = SqliteConnections.To(_file.ConnectionString);
        await using var opened = await connections.OpenAsync(default);
        await using var transaction = await connections.BeginAsync(opened.Connection, [], blocked: null, default);

        await using var other = _file.Open();
        var write = () => other.ExecuteAsync("CREATE TABLE customers (id)");

        await write.Should().ThrowAsync<SqliteException>().WithMessage("*database is locked*");
    }

    [Test]
    public async Task A_busy_database_is_named_once_its_timeout_is_over()
    {
        var connections = SqliteConnections.To(_file.ConnectionString);
        await using var opened = await connections.OpenAsync(default);
        await using var writer = _file.Open();
        await using var theirs = await writer.BeginTransactionAsync();

        var fault = await FaultAsync(connections, () => connections.BeginAsync(opened.Connection, [], blocked: null, default));

        fault.Code.Should().Be("SQLITE_BUSY (5)");
        fault.Message.Should().Be("database is locked.");
        fault.Hint.Should().StartWith("Another connection, perhaps of another process").And.Contain(_file.Path).And.Contain("Default Timeout");
        fault.IsTransient.Should().BeFalse();
        ((SqliteConnection)opened.Connection).DefaultTimeout.Should().Be(1);
    }

    [Test]
    public async Task Waiting_for_another_writer_can_be_cancelled()
    {
        var connections = SqliteConnections.To(new SqliteConnectionStringBuilder(_file.ConnectionString) { DefaultTimeout = 0 }.ToString());
        await using var opened = await connections.OpenAsync(default);
        await using var writer = _file.Open();
        await using var theirs = await writer.BeginTransactionAsync();
        using var stop = new CancellationTokenSource();

        var waiting = Task.Run(() => connections.BeginAsync(opened.Connection, [], blocked: null, stop.Token));
        await stop.CancelAsync();

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task A_read_only_file_shows_at_the_first_write()
    {
        _file.With("CREATE TABLE customers (id)");
        var connections = SqliteConnections.To($"{_file.ConnectionString};Mode=ReadOnly");
        await using var opened = await connections.OpenAsync(default);

        var fault = await FaultAsync(connections, () => opened.Connection.ExecuteAsync("INSERT INTO customers VALUES (1)"));

        fault.ToString().Should().StartWith("SQLITE_READONLY (8): attempt to write a readonly database.").And.Contain(_file.Path).And.Contain("write permission");
    }

    [Test]
    public async Task A_file_that_is_no_database_is_named_when_it_is_opened()
    {
        await File.WriteAllTextAsync(_file.Path, string.Concat(Enumerable.Repeat("This is a letter, not a database. ", 100)));

        var open = () => SqliteConnections.To(_file.ConnectionString).OpenAsync(default);

        (await open.Should().ThrowAsync<MigrationConnectionException>())
            .WithMessage($"{_file.Path} cannot be opened. SQLITE_NOTADB (26): file is not a database. {_file.Path} is not a SQLite database, or is encrypted.*");
    }

    [Test]
    public async Task A_damaged_database_is_to_be_restored()
    {
        _file.With("CREATE TABLE customers (name); INSERT INTO customers VALUES (hex(zeroblob(20000)))");
        await using (var bytes = File.OpenWrite(_file.Path))
        {
            bytes.Position = 4096;
            await bytes.WriteAsync(new byte[4096]);
        }

        var connections = SqliteConnections.To(_file.ConnectionString);
        await using var opened = await connections.OpenAsync(default);
        var fault = await FaultAsync(connections, () => opened.Connection.QueryAsync("SELECT * FROM customers"));

        fault.Code.Should().Be("SQLITE_CORRUPT (11)");
        fault.Hint.Should().Contain(_file.Path).And.Contain("PRAGMA integrity_check").And.Contain("backup");
    }

    [Test]
    public async Task A_missing_directory_is_named_when_the_file_is_opened()
    {
        var directory = Path.Combine(_file.Directory, "missing");

        var open = () => SqliteConnections.To($"Data Source={directory}/shop.db").OpenAsync(default);

        (await open.Should().ThrowAsync<MigrationConnectionException>())
            .WithMessage($"{directory}/shop.db cannot be opened. SQLITE_CANTOPEN (14): unable to open database file. The directory {directory} does not exist. Create it first.");
    }

    [Test]
    public async Task A_full_disk_is_said_to_be_full()
    {
        var connections = SqliteConnections.To(_file.ConnectionString);
        await using var opened = await connections.OpenAsync(default);
        await opened.Connection.ExecuteAsync("CREATE TABLE customers (name); PRAGMA max_page_count = 4");

        var fault = await FaultAsync(connections, () => opened.Connection.ExecuteAsync("INSERT INTO customers VALUES (zeroblob(100000))"));

        fault.Code.Should().Be("SQLITE_FULL (13)");
        fault.Hint.Should().StartWith($"There is no space left for {_file.Path}.");
        fault.IsTransient.Should().BeFalse();
    }

    [TestCase("INSERT INTO customers VALUES (1, 'a', 1)", "SQLITE_CONSTRAINT_PRIMARYKEY (1555)", "UNIQUE constraint failed: customers.id.")]
    [TestCase("INSERT INTO customers VALUES (2, 'anna', 1)", "SQLITE_CONSTRAINT_UNIQUE (2067)", "UNIQUE constraint failed: customers.name.")]
    [TestCase("INSERT INTO customers VALUES (2, NULL, 1)", "SQLITE_CONSTRAINT_NOTNULL (1299)", "NOT NULL constraint failed: customers.name.")]
    [TestCase("INSERT INTO customers VALUES (2, '', 1)", "SQLITE_CONSTRAINT_CHECK (275)", "CHECK constraint failed: name <> ''.")]
    [TestCase("INSERT INTO customers VALUES (2, 'b', 9)", "SQLITE_CONSTRAINT_FOREIGNKEY (787)", "FOREIGN KEY constraint failed.")]
    public async Task A_broken_constraint_is_named_and_explained(string sql, string code, string message)
    {
        _file.With(
            """
            CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK (name <> ''), friend INTEGER REFERENCES customers (id));
            INSERT INTO customers VALUES (1, 'anna', 1);
            """);
        var connections = SqliteConnections.To(_file.ConnectionString);
        await using var opened = await connections.OpenAsync(default);

        var fault = await FaultAsync(connections, () => opened.Connection.ExecuteAsync(sql));

        (fault.Code, fault.Message).Should().Be((code, message));
        fault.Hint.Should().NotBeNull();
        fault.IsTransient.Should().BeFalse();
    }

    private static async Task<SqliteConnection> OpenMemoryAsync()
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<Fault> FaultAsync(SqliteConnections connections, Func<Task> act) =>
        connections.Explain((await act.Should().ThrowAsync<SqliteException>()).Which);

    private static async Task<IReadOnlyList<long>> PragmasAsync(DbConnection connection) =>
    [
        await PragmaAsync(connection, "foreign_keys"),
        await PragmaAsync(connection, "legacy_alter_table"),
        await PragmaAsync(connection, "recursive_triggers"),
        await PragmaAsync(connection, "busy_timeout"),
    ];

    private static Task<long> PragmaAsync(DbConnection connection, string name) => connection.QuerySingleAsync<long>($"PRAGMA {name}");
}
