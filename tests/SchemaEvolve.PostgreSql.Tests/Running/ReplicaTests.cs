using SchemaEvolve.Conformance;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Running;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.Followed))]
public sealed class ReplicaTests(PostgreSqlServer server)
{
    [Test]
    public async Task A_backfill_waits_for_a_replica_that_stands_still()
    {
        Identifier id = "id";
        var create = Recorded.Migration(1, "Create", schema => schema.CreateTable("t", Column.Int64("id").PrimaryKey(), Column.Int64("twice")));
        var fill = Recorded.Migration(2, "Fill", schema => schema.Table("t").Backfill("twice", $"{id} * 2", Undo.Nothing));
        await using var primary = server.Twin();
        await using var database = await primary.CreateDatabaseAsync();
        await using var follower = primary.Follower();
        var replica = new PostgreSqlDatabase(await follower.AddressAsync(), "postgres", database.Major);
        var log = new Listener();
        await MigrateAsync(new(), create);
        await database.ExecuteAsync("INSERT INTO t SELECT generate_series(1, 5000)");
        await Eventually.BeAsync(async () => (await database.QueryAsync<bool>("SELECT EXISTS (SELECT FROM pg_stat_replication WHERE state = 'streaming')"))[0]);
        await replica.ExecuteAsync("SELECT pg_wal_replay_pause()");

        // Replicas are looked at once a second, so there is a pause behind the first batch.
        var calls = 0;
        var filling = MigrateAsync(
            new()
            {
                Logger = log,
                Backfills = new()
                {
                    MaxReplicaLag = TimeSpan.FromSeconds(1),
                    Throttle = _ => ValueTask.FromResult(++calls == 2 ? TimeSpan.FromSeconds(2) : TimeSpan.Zero),
                },
            },
            create,
            fill);
        await Eventually.BeAsync(() => Task.FromResult(filling.IsCompleted || log.Lines.Any(line => line.Contains("because a replica is ", StringComparison.Ordinal))));
        filling.IsCompleted.Should().BeFalse();
        await replica.ExecuteAsync("SELECT pg_wal_replay_resume()");
        await filling;

        (await database.QueryAsync<long>("SELECT count(*) FROM t WHERE twice = id * 2")).Should().Equal(5000);

        Task<MigrationReport> MigrateAsync(MigratorOptions options, params IEnumerable<RecordedMigration> migrations) =>
            new Migrator(PostgreSqlProvider.Create(database.ConnectionString), MigrationSet.OfRecorded(migrations), options).MigrateAsync();
    }
}
