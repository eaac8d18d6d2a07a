using SchemaEvolve.Conformance;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Tests.Servers;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Tests.Running;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
public sealed class RoundTripTests(PostgreSqlServer server) : DatabaseTests(server)
{
    private static readonly RecordedMigration Create = Recorded.Migration(1, "Create", schema => schema
        .CreateTable("customers", Column.Int64("id").PrimaryKey()));

    [Test]
    public async Task The_statements_of_a_transaction_are_sent_together()
    {
        var widen = Recorded.Migration(2, "Widen", schema => schema.Table("customers")
            .AddColumn(Column.Text("name"))
            .AddColumn(Column.Text("email").WithComment("Where to write"))
            .AddColumn(Column.Text("phone")));
        await MigrateAsync(Create);

        using var trips = new RoundTrips(Database);
        await MigrateAsync(Create, widen);

        trips.Sent.Should().ContainSingle(sent => sent.StartsWith("ALTER TABLE", StringComparison.Ordinal)).Which.Should().Be(
            """
            ALTER TABLE "customers" ADD COLUMN "name" text;
            ALTER TABLE "customers" ADD COLUMN "email" text;
            COMMENT ON COLUMN "customers"."email" IS 'Where to write';
            ALTER TABLE "customers" ADD COLUMN "phone" text
            """);
    }

    [Test]
    public async Task Of_statements_that_are_sent_together_the_one_that_failed_is_named()
    {
        var broken = Recorded.Migration(2, "Broken", schema => schema.Table("customers")
            .AddColumn(Column.Text("name"))
            .AddColumn(Column.Int32("share").DefaultSql($"1 + )"))
            .AddColumn(Column.Text("phone")));
        await MigrateAsync(Create);

        var migrating = () => MigrateAsync(Create, broken);

        var failure = (await migrating.Should().ThrowAsync<MigrationFailedException>()).Which;
        failure.Sql.Should().Be("ALTER TABLE \"customers\" ADD COLUMN \"share\" integer DEFAULT 1 + )");
        failure.Fault.Should().Be(new Fault("42601", "syntax error at or near \")\".") { Position = 64 });
        (await Database.QueryAsync<string>("SELECT sql FROM schema_evolve.events WHERE kind = 'failed'")).Should().Equal(failure.Sql);
    }

    [Test]
    public async Task The_entries_of_a_fresh_database_are_sent_together()
    {
        var history = Enumerable.Range(1, 3).Select(number => Recorded.Migration(number, $"Create{number}", schema => schema
            .CreateTable($"things_{number}", Column.Int64("id").PrimaryKey())));

        using var trips = new RoundTrips(Database);
        await MigrateAsync(history);

        trips.Sent.Should().ContainSingle(sent => sent.Contains("INSERT INTO \"schema_evolve\".\"migrations\"", StringComparison.Ordinal));
        (await Database.QueryAsync<string>("SELECT name FROM schema_evolve.migrations ORDER BY begun")).Should().Equal("Create1", "Create2", "Create3");
    }

    [Test]
    public async Task A_batch_of_a_backfill_is_sent_at_once()
    {
        Identifier id = "id";
        var batches = 0;
        var fill = Recorded.Migration(2, "Fill", schema => schema.Table("customers").AddColumn(Column.Int64("twice")).Backfill("twice", $"{id} * 2", Undo.Nothing));
        await MigrateAsync(Create);
        await Database.ExecuteAsync("INSERT INTO customers SELECT generate_series(1, 5000)");
        var options = new MigratorOptions
        {
            Backfills = new()
            {
                YieldsToLocks = false,
                Throttle = _ =>
                {
                    batches++;
                    return ValueTask.FromResult(TimeSpan.Zero);
                },
            },
        };

        using var trips = new RoundTrips(Database);
        await MigrateAsync(options, Create, fill);

        // The first page has to be looked for, and so has the rest that fills no page; before each batch, and once more in vain, the throttle is asked.
        var sent = trips.Sent.SkipWhile(text => !IsBatch(text)).Reverse().SkipWhile(text => !IsBatch(text)).ToList();
        sent.Count(IsBatch).Should().Be(batches - 1).And.BeGreaterThan(3);
        sent.Count(text => !IsBatch(text)).Should().BeLessThan(batches);

        static bool IsBatch(string sent) => sent.Contains("UPDATE \"customers\"", StringComparison.Ordinal) && sent.EndsWith("COMMIT", StringComparison.Ordinal);
    }

    private Task<MigrationReport> MigrateAsync(params IEnumerable<RecordedMigration> migrations) => MigrateAsync(new MigratorOptions(), migrations);

    private Task<MigrationReport> MigrateAsync(MigratorOptions options, params IEnumerable<RecordedMigration> migrations) =>
        new Migrator(PostgreSqlProvider.Create(Database.ConnectionString), MigrationSet.OfRecorded(migrations), options).MigrateAsync();
}
