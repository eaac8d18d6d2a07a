using Npgsql;
using SchemaEvolve.Conformance;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Running;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
public sealed class BackfillTests(PostgreSqlServer server) : DatabaseTests(server)
{
    private static readonly Identifier Id = "id";

    private static readonly RecordedMigration Create = Recorded.Migration(1, "Create", schema => schema
        .CreateTable("t", Column.Int64("id").PrimaryKey(), Column.Int64("twice"), Column.Int32("number")));

    private static readonly RecordedMigration Double = Recorded.Migration(2, "Double", schema => schema.Table("t").Backfill("twice", $"{Id} * 2", Undo.Nothing));

    private readonly Listener _log = new();

    [Test]
    public async Task A_backfill_waits_for_whoever_waits_for_a_lock_of_the_table()
    {
        await MigrateAsync(Create);
        await InsertAsync(5000);
        await using var reader = await Database.OpenAsync();
        await using var reading = await reader.BeginTransactionAsync();
        await ExecuteAsync(reader, "SELECT count(*) FROM t");
        Task? locking = null;
        var calls = 0;

        var filling = MigrateAsync(
            new BackfillOptions
            {
                Throttle = async _ =>
                {
                    if (++calls == 2)
                    {
                        locking = Database.ExecuteAsync("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE; COMMIT");
                        await Eventually.BeAsync(async () => (await Database.QueryAsync<bool>("SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 't'::regclass AND NOT granted)"))[0]);
                    }

                    // A table is looked at ten times a second.
                    return calls == 2 ? TimeSpan.FromMilliseconds(150) : TimeSpan.Zero;
                },
            },
            Create,
            Double);
        await Eventually.BeAsync(() => Task.FromResult(filling.IsCompleted || _log.Lines.Any(line => line.Contains("(AccessExclusiveLock) waits for a lock of the table", StringComparison.Ordinal))));
        filling.IsCompleted.Should().BeFalse();
        await reading.CommitAsync();
        await locking!;
        await filling;

        (await FilledAsync()).Should().Be(5000);
        _log.Lines.Should().NotContain(line => line.Contains("trying again", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_writer_who_holds_rows_in_another_order_never_fails_and_the_batch_is_tried_again()
    {
        await MigrateAsync(Create);
        await InsertAsync(50);
        await using var writer = await Database.OpenAsync();
        await using var writing = await writer.BeginTransactionAsync();
        await ExecuteAsync(writer, "UPDATE t SET number = 50 WHERE id = 50");

        var filling = MigrateAsync(new BackfillOptions { YieldsToLocks = false }, Create, Double);
        await Eventually.BeAsync(async () => (await Database.QueryAsync<bool>(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'UPDATE \"t\"%')"))[0]);
        await ExecuteAsync(writer, "UPDATE t SET number = 1 WHERE id = 1");
        await Eventually.BeAsync(() => Task.FromResult(_log.Lines.Any(line => line.StartsWith("2 Double", StringComparison.Ordinal) && line.Contains("55P03", StringComparison.Ordinal))));
        await writing.CommitAsync();
        await filling;

        (await FilledAsync()).Should().Be(50);
        (await Database.QueryAsync<long>("SELECT id FROM t WHERE number = id ORDER BY id")).Should().Equal(1, 50);
    }

    [Test]
    public async Task It_goes_on_while_others_vacuum_the_table()
    {
        const int Rows = 60_000;
        await MigrateAsync(Create);
        await InsertAsync(Rows);
        await using var vacuum = await Database.OpenAsync();
        await using var vacuuming = await vacuum.BeginTransactionAsync();
        await ExecuteAsync(vacuum, "LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE");

        // Its own VACUUM would have to wait for the other, and is left out.
        await MigrateAsync(Create, Double);

        (await FilledAsync()).Should().Be(Rows);
    }

    [Test]
    public async Task A_partitioned_table_is_gone_through_by_its_key_and_without_one_in_one_batch([Values] bool hasKey)
    {
        var key = hasKey ? (Sql)$"PRIMARY KEY" : Sql.Empty;
        var partitioned = Recorded.Migration(1, "Create", schema =>
        {
            schema.Sql($"CREATE TABLE t (id bigint {key}, twice bigint, number int) PARTITION BY HASH (id)", $"DROP TABLE t");
            schema.Sql($"CREATE TABLE t_0 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 0)", $"");
            schema.Sql($"CREATE TABLE t_1 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 1)", $"");
        });
        var calls = 0;
        await MigrateAsync(partitioned);
        await InsertAsync(1000);

        await MigrateAsync(
            new BackfillOptions
            {
                Throttle = _ =>
                {
                    calls++;
                    return ValueTask.FromResult(TimeSpan.Zero);
                },
            },
            partitioned,
            Double);

        (await FilledAsync()).Should().Be(1000);
        (calls > 2).Should().Be(hasKey);
    }

    [Test]
    public async Task A_partitioned_table_without_a_key_is_not_converted_by_CSharp()
    {
        var partitioned = Recorded.Migration(1, "Create", schema => schema.Sql($"CREATE TABLE t (id bigint, twice bigint) PARTITION BY HASH (id)", $"DROP TABLE t"));
        var convert = Recorded.Migration(2, "Convert", schema => schema.Table("t").Backfill("double", 1, reads: ["id"], writes: ["twice"], (_, _) => Task.CompletedTask, Undo.Nothing));
        await MigrateAsync(partitioned);

        var migrating = () => MigrateAsync(partitioned, convert);

        (await migrating.Should().ThrowAsync<MigrationPlanException>()).Which.Message.Should()
            .Contain("The rows of t have no key by which C# could go through them. Give the partitioned table a primary key.");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private Task InsertAsync(int rows) => Database.ExecuteAsync($"INSERT INTO t (id) SELECT generate_series(1, {rows})");

    private async Task<long> FilledAsync() => (await Database.QueryAsync<long>("SELECT count(*) FROM t WHERE twice = id * 2"))[0];

    private Task<MigrationReport> MigrateAsync(params IEnumerable<RecordedMigration> migrations) => MigrateAsync(new BackfillOptions(), migrations);

    private Task<MigrationReport> MigrateAsync(BackfillOptions options, params IEnumerable<RecordedMigration> migrations) =>
        new Migrator(PostgreSqlProvider.Create(Database.ConnectionString), MigrationSet.OfRecorded(migrations), new() { Logger = _log, Backfills = options }).MigrateAsync();
}
