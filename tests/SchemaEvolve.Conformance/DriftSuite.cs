using SchemaEvolve.Changes;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>What somebody has changed by hand is told, and nothing else.</summary>
public abstract class DriftSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private const string FaxIsMissing = "Column fax of customers is not in the database, though migration 2 Fax promises it.";

    private static readonly MigratorOptions ByHand = new() { Contract = ContractPolicy.Manually };

    private static readonly RecordedMigration Open = Recorded.Migration(1, "Open", schema =>
    {
        foreach (var table in Shop.Catalog.Tables)
        {
            schema.Record(new CreateTable(table));
        }
    });

    private static readonly RecordedMigration Fax = Recorded.Migration(2, "Fax", schema => schema.Table("customers").AddColumn(Column.Text("fax")));

    private static readonly RecordedMigration Later = Recorded.Migration(3, "Later", schema => schema.CreateTable("extras", Column.Int64("id").PrimaryKey()));

    public static IEnumerable<TestCaseData> Hands =>
    [
        Hand("ALTER TABLE customers DROP COLUMN fax", FaxIsMissing),
        Hand("ALTER TABLE customers ADD COLUMN telex text", "Column telex of customers is in the database, though no migration promises it."),
        Hand("ALTER TABLE customers RENAME COLUMN fax TO telefax", FaxIsMissing, "Column telefax of customers is in the database, though no migration promises it."),
        Hand("ALTER TABLE orders DROP COLUMN placed_at; ALTER TABLE orders ADD COLUMN placed_at text", "Column placed_at of orders is “text, nullable” in the database, though migration 1 Open promises “timestamp, nullable”."),
        Hand("DROP INDEX ix_customers_name", "Index ix_customers_name of customers is not in the database, though migration 1 Open promises it."),
        Hand("CREATE INDEX by_hand ON orders (total)", "Index by_hand of orders is in the database, though no migration promises it."),
        Hand("DROP INDEX ix_customers_name; CREATE UNIQUE INDEX ix_customers_name ON customers (name) WHERE phone IS NOT NULL", "Index ix_customers_name of customers is “(name), unique, of some rows” in the database, though migration 1 Open promises “(name, phone descending)”."),
        Hand("DROP TABLE orders", "Table orders is not in the database, though migration 1 Open promises it."),
        Hand("CREATE TABLE diary (id int)"),
        Hand("CREATE VIEW regulars AS SELECT name FROM customers"),
    ];

    [TestCaseSource(nameof(Hands))]
    public async Task What_was_changed_by_hand_is_told_in_words(string sql, string[] words)
    {
        await Database.Migrator(ByHand, Open, Fax).MigrateAsync();

        await Database.ExecuteAsync(sql);

        (await Database.Migrator(ByHand, Open, Fax).DriftAsync()).Select(difference => difference.Description).Should().BeEquivalentTo(words);
    }

    [Test]
    public async Task Comments_and_collations_are_compared_where_a_migration_has_given_them()
    {
        var (collation, forget) = Database.Provider.Engine == Engines.Sqlite
            ? ("NOCASE", "DELETE FROM schema_evolve_annotations WHERE object = 'customers' AND detail = ''; UPDATE schema_evolve_annotations SET words = 'Who knows' WHERE detail = 'code'")
            : ("C", "COMMENT ON TABLE customers IS NULL; COMMENT ON COLUMN customers.code IS 'Who knows'; COMMENT ON COLUMN customers.fax IS 'By hand'");
        var code = Recorded.Migration(3, "Code", schema => schema.Table("customers").AddColumn(Column.Text("code").Collate(collation).WithComment("Who is who")));
        await Database.Migrator(ByHand, Open, Fax, code).MigrateAsync();
        (await Database.Migrator(ByHand, Open, Fax, code).DriftAsync()).Should().BeEmpty();

        await Database.ExecuteAsync($"ALTER TABLE customers DROP COLUMN code; ALTER TABLE customers ADD COLUMN code text; {forget}");

        (await Database.Migrator(ByHand, Open, Fax, code).DriftAsync()).Select(difference => difference.Description).Should().Equal(
            $"Column code of customers is “text, nullable, sorted as the database does, with the comment ‘Who knows’” in the database, though migration 3 Code promises “text, nullable, sorted by {collation}, with the comment ‘Who is who’”.",
            "Table customers is “without a comment” in the database, though migration 1 Open promises “with the comment ‘Who buys’”.");
    }

    [TestCase(Drift.Warn)]
    [TestCase(Drift.Ignore)]
    public async Task A_start_that_has_something_to_do_warns_once_if_it_may(Drift drift)
    {
        await DropFaxAsync();
        var log = new Listener();

        await Database.Migrator(ByHand with { Drift = drift, Logger = log }, Open, Fax, Later).MigrateAsync();
        await Database.Migrator(ByHand with { Drift = drift, Logger = log }, Open, Fax, Later).MigrateAsync();

        log.Lines.Where(line => line == $"The schema has drifted. {FaxIsMissing}").Should().HaveCount(drift == Drift.Warn ? 1 : 0);
        (await Database.Migrator(ByHand with { Drift = drift }, Open, Fax, Later).StatusAsync()).Drift.Should().HaveCount(drift == Drift.Warn ? 1 : 0);
    }

    [Test]
    public async Task A_start_that_has_something_to_do_can_fail_before_it_touches_anything()
    {
        await DropFaxAsync();
        var catalog = await Database.InspectAsync();

        var start = () => Database.Migrator(ByHand with { Drift = Drift.Fail }, Open, Fax, Later).MigrateAsync();

        (await start.Should().ThrowAsync<MigrationDriftException>()).Which.Message.Should().Be(
            $"""
            The database is not as its migrations have left it, so nothing was touched:
                {FaxIsMissing}
            Undo by hand what was done by hand, or take it over in a new migration and start once with Drift.Warn.
            """);
        (await Database.InspectAsync()).Should().Be(catalog);
    }

    [Test]
    public async Task What_raw_sql_names_is_nobodys_promise()
    {
        var raw = Recorded.Migration(3, "Raw", schema => schema.Sql($"ALTER TABLE customers DROP COLUMN fax", $"ALTER TABLE customers ADD COLUMN fax text"));
        await Database.Migrator(ByHand, Open, Fax, raw).MigrateAsync();
        await Database.ExecuteAsync("ALTER TABLE customers DROP COLUMN notes");

        (await Database.Migrator(ByHand, Open, Fax, raw).DriftAsync()).Should().ContainSingle()
            .Which.Object.Should().Be("column notes of customers");
    }

    [Test]
    public async Task An_older_release_cannot_tell_what_a_newer_one_has_done()
    {
        await Database.Migrator(ByHand, Open, Fax).MigrateAsync();

        (await Database.Migrator(ByHand, Open).DriftAsync()).Should().BeEmpty();
    }

    private static TestCaseData Hand(string sql, params string[] words) => new TestCaseData(sql, words).SetArgDisplayNames(sql);

    private async Task DropFaxAsync()
    {
        await Database.Migrator(ByHand, Open, Fax).MigrateAsync();
        await Database.ExecuteAsync("ALTER TABLE customers DROP COLUMN fax");
    }
}
