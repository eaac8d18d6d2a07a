using Dapper;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Running;

/// <summary>What only PostgreSQL keeps beside a key: sequences with all that is said of them, of tables that no migration made.</summary>
[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
public sealed class WidenPrimaryKeyTests(PostgreSqlServer server) : DatabaseTests(server)
{
    private static readonly MigratorOptions ByHand = new() { Contract = ContractPolicy.Manually };

    private static readonly RecordedMigration Widen = Recorded.Migration(1, "Widen", schema => schema.WidenPrimaryKey("orders"));

    private Migrator Migrator => new(PostgreSqlProvider.Create(Database.ConnectionString), MigrationSet.OfRecorded([Widen]), ByHand);

    [TestCase("id serial CONSTRAINT pk PRIMARY KEY")]
    [TestCase("id int GENERATED ALWAYS AS IDENTITY (START 1 MINVALUE -5 CACHE 3 CYCLE) CONSTRAINT pk PRIMARY KEY")]
    public async Task A_counter_keeps_all_that_is_said_of_it(string id)
    {
        await CreateAsync(id);
        var before = await CounterAsync();

        await Migrator.MigrateAsync();
        await Migrator.RollbackAsync(0);
        (await CounterAsync()).Should().Be(before);

        await Migrator.MigrateAsync();
        await Migrator.ContractAsync();
        await Migrator.PurgeAsync();
        (await CounterAsync()).Should().Be(before.Replace("integer", "bigint", StringComparison.Ordinal).Replace("2147483647", "9223372036854775807", StringComparison.Ordinal));
        (await Database.QueryAsync<long>("INSERT INTO orders DEFAULT VALUES RETURNING id")).Should().Equal(1001);
    }

    [Test]
    public async Task Tables_that_no_migration_made_come_back_from_what_was_kept()
    {
        await CreateAsync("id serial CONSTRAINT pk PRIMARY KEY");
        var (catalog, counter) = (await InspectAsync(), await CounterAsync());
        await Migrator.MigrateAsync();
        await Migrator.ContractAsync();

        await Migrator.RollbackAsync(0);

        (await InspectAsync()).Should().Be(catalog);
        (await CounterAsync()).Should().Be(counter);
    }

    [Test]
    public async Task Numbers_that_do_not_fit_stand_in_the_way_of_a_rollback_until_they_are_gone()
    {
        await CreateAsync("id serial CONSTRAINT pk PRIMARY KEY");
        await Migrator.MigrateAsync();
        var early = () => Database.ExecuteAsync("INSERT INTO orders (id) VALUES (3000000000)");
        (await early.Should().ThrowAsync<Npgsql.PostgresException>()).Which.SqlState.Should().Be(Npgsql.PostgresErrorCodes.NumericValueOutOfRange);
        await Migrator.ContractAsync();
        await Database.ExecuteAsync("SELECT setval('orders_id_seq', 3000000000)");
        await Database.ExecuteAsync("INSERT INTO orders DEFAULT VALUES");
        var catalog = await InspectAsync();

        var rollback = () => Migrator.RollbackAsync(0, new() { AllowDataLoss = true });

        (await rollback.Should().ThrowAsync<MigrationFailedException>()).Which.Message.Should()
            .Contain("Every id of orders fits into int32 again").And.Contain("(id = 3000000001)");
        (await InspectAsync()).Should().Be(catalog);
        (await Migrator.MigrateAsync()).Steps.Should().BeEmpty();
        await Database.ExecuteAsync("INSERT INTO orders DEFAULT VALUES");

        await Database.ExecuteAsync("DELETE FROM orders WHERE id > 3000000000");
        (await rollback.Should().ThrowAsync<MigrationFailedException>()).Which.Message.Should().Contain("Restart its sequence").And.Contain("(last = 3000000002)");

        await Database.ExecuteAsync("SELECT setval('orders_id_seq', 2000)");
        await rollback();
        (await Database.QueryAsync<int>("INSERT INTO orders DEFAULT VALUES RETURNING id")).Should().Equal(2001);
    }

    [Test]
    public async Task A_contraction_that_is_cut_off_between_two_tables_goes_on_and_is_taken_back_only_then()
    {
        await CreateAsync("id serial CONSTRAINT pk PRIMARY KEY");
        await Migrator.MigrateAsync();
        await using var reader = await Database.OpenAsync();
        await using var reading = await reader.BeginTransactionAsync();
        var provider = PostgreSqlProvider.Create(Database.ConnectionString, new() { GiveUpAfter = TimeSpan.FromSeconds(0.5) });
        var watched = ByHand with { Progress = new Watcher(step => step.Changes.OfType<EntombColumn>().Any(change => change.Table == "lines"), () => reader.Execute("LOCK TABLE orders IN ACCESS SHARE MODE", transaction: reading)) };

        var contract = () => new Migrator(provider, MigrationSet.OfRecorded([Widen]), watched).ContractAsync();
        await contract.Should().ThrowAsync<MigrationFailedException>();
        await reading.RollbackAsync();

        var columns = (await InspectAsync()).Tables.ToDictionary(table => table.Name, table => table.Columns);
        (columns["lines"]["order_id"].Type, columns["orders"]["id"].Type).Should().Be((ColumnType.Int64, ColumnType.Int32));
        await Database.ExecuteAsync("INSERT INTO orders DEFAULT VALUES; INSERT INTO lines (order_id, number) VALUES (1001, 1); DELETE FROM orders WHERE id = 1");
        var rollback = () => Migrator.RollbackAsync(0);
        (await rollback.Should().ThrowAsync<MigrationRollbackException>()).Which.Message.Should().Contain("Its contraction was cut off between two tables. Call ContractAsync");

        await Migrator.ContractAsync();
        await rollback();
        (await Database.QueryAsync<int>("SELECT order_id FROM lines")).Should().Equal(1001);
    }

    private async Task CreateAsync(string id)
    {
        await Database.ExecuteAsync(
            $"""
            CREATE TABLE orders ({id});
            CREATE TABLE lines (order_id int NOT NULL REFERENCES orders ON DELETE CASCADE, number int, PRIMARY KEY (order_id, number));
            CREATE TABLE notes (order_id int REFERENCES orders ON DELETE CASCADE);
            GRANT USAGE ON SEQUENCE orders_id_seq TO public;
            INSERT INTO orders DEFAULT VALUES;
            INSERT INTO lines VALUES (1, 1);
            ALTER SEQUENCE orders_id_seq RESTART 1001
            """);
    }

    private async Task<string> CounterAsync() => (await Database.QueryAsync<string>(
        """
        SELECT concat_ws(' ', pg_get_serial_sequence('orders', 'id'), s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, c.relacl, a.attidentity)
        FROM pg_sequence AS s JOIN pg_class AS c ON c.oid = s.seqrelid CROSS JOIN pg_attribute AS a
        WHERE c.relname = 'orders_id_seq' AND a.attrelid = 'orders'::regclass AND a.attname = 'id'
        """)).Single();

    private async Task<Catalog> InspectAsync()
    {
        var provider = PostgreSqlProvider.Create(Database.ConnectionString);
        await using var opened = await provider.Connections.OpenAsync(default);

        return await provider.Inspector.ReadAsync(opened.Connection, null, default);
    }

    // Not Progress<T>: that tells later, and somewhere else.
    private sealed class Watcher(Func<Step, bool> condition, Action then) : IProgress<MigrationProgress>
    {
        public void Report(MigrationProgress value)
        {
            if (value.Elapsed is not null && condition(value.Step))
            {
                then();
            }
        }
    }
}
