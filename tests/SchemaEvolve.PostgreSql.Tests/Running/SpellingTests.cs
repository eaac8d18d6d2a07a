using SchemaEvolve.Catalogs;
using SchemaEvolve.Conformance;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Running;

/// <summary>The server spells expressions in its own way, and is asked how it would spell what was promised.</summary>
[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
public sealed class SpellingTests(PostgreSqlServer server)
{
    private static readonly RecordedMigration Stays = Recorded.Migration(1, "Stays", schema =>
    {
        schema.CreateEnum("mood", "sad", "ok");
        schema
            .CreateTable(
                "stays",
                Column.Int64("id").PrimaryKey(),
                Column.Interval("span").NotNull().DefaultSql($"interval '24 hours'"),
                Column.Text("kind", max: 10).NotNull().DefaultSql($"CAST('day' AS varchar)"),
                Column.Enum("mood", "mood").DefaultSql($"CASE WHEN random() > 0.5 THEN 'ok'::mood ELSE 'sad' END"),
                Column.Array("tags", ColumnType.Text()).DefaultSql($"ARRAY['a', 'b']"),
                Column.Decimal("price", 8, 2).DefaultSql($"-1 * 2.50"),
                Column.Timestamp("seen").DefaultSql($"'today'"),
                Column.Timestamp("due").DefaultSql($"CURRENT_TIMESTAMP + '7 days'"),
                Column.Jsonb("more").Default("{\"a\":1}"),
                Column.Text("words").GeneratedStored($"kind || ' ' || coalesce(more ->> 'a', 'none')"))
            .AddCheck("ck_kind", $"kind IN ('day', 'night')")
            .AddCheck("ck_price", $"stays.price BETWEEN -10 AND 10 AND NOT stays.price = 3")
            .AddExclusion("ex_stays", "btree", new ExclusionElement($"lower(kind)", "="), new ExclusionElement($"{new Identifier("span")}", "="))
            .AddIndex([IndexKey.Of($"more -> 'a'")], index => index.Using("gin").Named("ix_more"))
            .AddIndex(["price"], index => index.Where($"kind NOT IN ('night') and price > 0").Named("ix_dear"));
    });

    // From the words of the server, as whoever restores a dump does it, or copies a rule.
    private const string Restore =
        """
        DO $$
        DECLARE
            made record;
        BEGIN
            FOR made IN SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conrelid = 'stays'::regclass AND contype = 'c' LOOP
                EXECUTE format('ALTER TABLE stays DROP CONSTRAINT %1$I, ADD CONSTRAINT %1$I %2$s', made.conname, made.definition);
            END LOOP;
        END
        $$
        """;

    [Test]
    public async Task What_it_spells_otherwise_is_the_same_be_it_read_again()
    {
        await using var database = await CreateAsync();

        (await Migrator(database).DriftAsync()).Should().BeEmpty();
        await database.ExecuteAsync(Restore);
        await database.ExecuteAsync(Restore);
        (await Migrator(database).DriftAsync()).Should().BeEmpty();
        (await database.QueryAsync<string>("SELECT relname FROM pg_class WHERE relpersistence = 't'")).Should().BeEmpty();
    }

    [Test]
    public async Task What_says_something_else_is_told_of_every_kind()
    {
        await using var database = await CreateAsync();

        await database.ExecuteAsync(
            """
            ALTER TABLE stays
                ALTER COLUMN span SET DEFAULT '25 hours',
                ALTER COLUMN mood SET DEFAULT CASE WHEN random() > 0.6 THEN 'ok'::mood ELSE 'sad' END,
                DROP CONSTRAINT ck_kind,
                ADD CONSTRAINT ck_kind CHECK (kind IN ('day', 'week')),
                DROP CONSTRAINT ex_stays,
                ADD CONSTRAINT ex_stays EXCLUDE USING btree (upper(kind) WITH =, span WITH =),
                DROP COLUMN words,
                ADD COLUMN words text GENERATED ALWAYS AS (kind || ' ' || coalesce(more ->> 'b', 'none')) STORED;
            DROP INDEX ix_more, ix_dear;
            CREATE INDEX ix_more ON stays USING gin ((more -> 'b'));
            CREATE INDEX ix_dear ON stays (price) WHERE kind NOT IN ('night') OR price > 0;
            """);

        (await Migrator(database).DriftAsync()).Select(difference => difference.Object).Should().BeEquivalentTo(
            "column span of stays",
            "column mood of stays",
            "column words of stays",
            "check ck_kind of stays",
            "exclusion constraint ex_stays of stays",
            "index ix_more of stays",
            "index ix_dear of stays");
    }

    [Test]
    public async Task Where_it_cannot_be_asked_only_that_is_told_which_needs_no_asking()
    {
        await using var database = await CreateAsync();
        await database.ExecuteAsync("ALTER TABLE stays ALTER COLUMN span SET DEFAULT '25 hours', ALTER COLUMN due DROP DEFAULT");
        var reader = new Migrator(PostgreSqlProvider.Create($"{database.ConnectionString};Options=-c default_transaction_read_only=on"), MigrationSet.OfRecorded(Stays));

        (await reader.DriftAsync()).Should().ContainSingle().Which.Object.Should().Be("column due of stays");
        (await Migrator(database).StatusAsync()).Drift.Should().ContainSingle().Which.Object.Should().Be("column due of stays");
    }

    private static Migrator Migrator(PostgreSqlDatabase database) => new(PostgreSqlProvider.Create(database.ConnectionString), MigrationSet.OfRecorded(Stays));

    private async Task<PostgreSqlDatabase> CreateAsync()
    {
        var database = await server.CreateDatabaseAsync();
        await Migrator(database).MigrateAsync();
        return database;
    }
}
