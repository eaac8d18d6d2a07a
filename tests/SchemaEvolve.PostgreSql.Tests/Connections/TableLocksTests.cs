using System.Data.Common;
using Npgsql;
using SchemaEvolve.Conformance;
using SchemaEvolve.PostgreSql.Connecting;
using SchemaEvolve.PostgreSql.Tests.Servers;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Tests.Connections;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
public sealed class TableLocksTests(PostgreSqlServer server) : DatabaseTests(server)
{
    private static readonly Statement AddColumn = Statement.Run($"ALTER TABLE customers ADD COLUMN email text") with
    {
        Impacts = [new("customers", TableLock.AccessExclusive)],
    };

    private static readonly Statement AddForeignKey = Statement.Run($"ALTER TABLE orders ADD FOREIGN KEY (customer) REFERENCES customers") with
    {
        Impacts = [new("customers", TableLock.ShareRowExclusive), new("orders", TableLock.ShareRowExclusive)],
    };

    private Listener _listener = null!;
    private PostgreSqlConnections _connections = null!;

    [SetUp]
    public void Listen() => _listener = new();

    [SetUp]
    public Task CreateTablesAsync() => Database.ExecuteAsync(
        """
        CREATE TABLE customers (id int PRIMARY KEY);
        CREATE TABLE orders (id int PRIMARY KEY, customer int);
        INSERT INTO customers VALUES (1)
        """);

    [Test]
    public async Task A_transaction_begins_with_the_locks_of_its_statements()
    {
        await using var opened = await OpenAsync(new());

        await using var transaction = await BeginAsync(opened, AddForeignKey, AddColumn);

        (await LocksAsync(opened)).Should().Equal("customers AccessExclusiveLock", "orders ShareRowExclusiveLock");
    }

    [Test]
    public async Task Nobody_waits_for_longer_than_MaxStall_whatever_else_the_statements_lock()
    {
        await using var opened = await OpenAsync(new() { MaxStall = TimeSpan.FromMilliseconds(70) });

        await using (var transaction = await BeginAsync(opened, AddColumn))
        {
            (await SettingAsync(opened, "lock_timeout")).Should().Be("70ms");
        }

        (await SettingAsync(opened, "lock_timeout")).Should().Be("0");
    }

    [Test]
    public async Task A_long_reader_is_named_while_it_is_waited_for_and_then_the_table_is_ours()
    {
        await using var reader = await ReadAsync("report");
        await using var opened = await OpenAsync(new());
        var beginning = BeginAsync(opened, AddColumn);
        await Eventually.BeAsync(() => Task.FromResult(_listener.Lines.Count > 0));

        await reader.DisposeAsync();
        await using var transaction = await beginning;

        _listener.Lines.First().Should().StartWith("Waiting for table customers, which others use: pid ").And.Contain("application report, ");
        (await LocksAsync(opened)).Should().Equal("customers AccessExclusiveLock");
    }

    [Test]
    public async Task Others_read_and_write_while_a_long_reader_is_waited_for()
    {
        await using var reader = await ReadAsync("report");
        await using var opened = await OpenAsync(new() { GiveUpAfter = TimeSpan.FromSeconds(2) });
        var beginning = BeginAsync(opened, AddColumn);

        var served = 0;
        while (!beginning.IsCompleted)
        {
            await Database.ExecuteAsync("UPDATE customers SET id = id");
            served++;
        }

        served.Should().BeGreaterThan(5);
        await FluentActions.Awaiting(() => beginning).Should().ThrowAsync<TableBusyException>();
    }

    [Test]
    public async Task When_the_time_is_up_the_one_in_the_way_is_named_and_nothing_is_left_behind()
    {
        await using var reader = await ReadAsync("report");
        await using var opened = await OpenAsync(new() { GiveUpAfter = TimeSpan.FromSeconds(0.5) });

        var begin = () => BeginAsync(opened, AddColumn);

        var error = (await begin.Should().ThrowAsync<TableBusyException>()).Which;
        error.Message.Should().MatchRegex(
            $"""
            ^customers could not be locked in ACCESS EXCLUSIVE mode within [\d.]+ s\. In the way is:
                pid {reader.ProcessID}, application report, user \w+, idle in transaction, its transaction [\d.]+ s old, last query: SELECT \* FROM customers
            Let them end, or end them with pg_terminate_backend\(pid\)\. With a larger GiveUpAfter or MaxStall, the migration tries longer or harder\.$
            """);
        _connections.Explain(error).Should().Be(new Fault("55P03", error.Message) { Blockers = [.. error.Blockers.Select(blocker => $"{blocker}")] });
        (await LocksAsync(opened)).Should().BeEmpty();
        (await SettingAsync(opened, "lock_timeout")).Should().Be("0");
    }

    [Test]
    public async Task A_prepared_transaction_that_nobody_ends_is_named()
    {
        await Database.ExecuteAsync("BEGIN; SELECT * FROM customers; PREPARE TRANSACTION 'forgotten'");
        await using var opened = await OpenAsync(new() { GiveUpAfter = TimeSpan.FromSeconds(0.5) });

        var begin = () => BeginAsync(opened, AddColumn);

        var busy = (await begin.Should().ThrowAsync<TableBusyException>()).Which;
        await Database.ExecuteAsync("ROLLBACK PREPARED 'forgotten'");
        busy.Message.Should().Contain("\n    the prepared transaction forgotten\n");
    }

    [Test]
    public async Task A_table_that_is_never_free_for_a_moment_is_had_by_queueing()
    {
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 6).Select(_ => KeepReadingAsync(stop.Token)).ToList();
        await using var opened = await OpenAsync(new());

        await using (await BeginAsync(opened, AddColumn))
        {
            (await LocksAsync(opened)).Should().Equal("customers AccessExclusiveLock");
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Test]
    public async Task Waiting_can_be_cancelled()
    {
        await using var reader = await ReadAsync("report");
        await using var opened = await OpenAsync(new());
        using var stop = new CancellationTokenSource();
        var beginning = _connections.BeginAsync(opened.Connection, [AddColumn], blocked: null, stop.Token);
        await Eventually.BeAsync(() => Task.FromResult(_listener.Lines.Count > 0));

        await stop.CancelAsync();

        await FluentActions.Awaiting(() => beginning).Should().ThrowAsync<OperationCanceledException>();
        (await LocksAsync(opened)).Should().BeEmpty();
    }

    private Task<OpenedConnection> OpenAsync(PostgreSqlOptions options)
    {
        _connections = PostgreSqlConnections.To(Database.ConnectionString, options with { Logger = _listener });

        return _connections.OpenAsync(default);
    }

    private Task<DbTransaction> BeginAsync(OpenedConnection opened, params Statement[] statements) =>
        _connections.BeginAsync(opened.Connection, statements, blocked: null, default);

    private async Task<NpgsqlConnection> ReadAsync(string application)
    {
        var reader = new NpgsqlConnection($"{Database.ConnectionString};Application Name={application}");
        await reader.OpenAsync();
        await reader.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("SELECT * FROM customers", reader);
        await command.ExecuteNonQueryAsync();

        return reader;
    }

    private async Task KeepReadingAsync(CancellationToken cancellationToken)
    {
        await using var reader = await Database.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT pg_sleep(0.015) FROM customers", reader);
        while (!cancellationToken.IsCancellationRequested)
        {
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private Task<IReadOnlyList<string>> LocksAsync(OpenedConnection opened) => Database.QueryAsync<string>(
        $"""
        SELECT relation::regclass || ' ' || mode
        FROM pg_locks
        WHERE pid = {((NpgsqlConnection)opened.Connection).ProcessID} AND relation IN ('customers'::regclass, 'orders'::regclass)
        ORDER BY 1
        """);

    private static async Task<string> SettingAsync(OpenedConnection opened, string name)
    {
        await using var command = opened.Connection.CreateCommand();
        command.CommandText = $"SHOW {name}";

        return (string)(await command.ExecuteScalarAsync())!;
    }
}
