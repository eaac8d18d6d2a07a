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

    private static readonly RecordedMigration Terms = Recorded.Migration(4, "Terms", schema => schema
        .CreateTable(
            "terms",
            Column.Int64("id").PrimaryKey(),
            Column.Text("word").NotNull(),
            Column.Text("mark").NotNull().DefaultSql($"lower('Per')"),
            Column.Int32("days").NotNull(),
            Column.Text("shout").GeneratedStored($"upper(word)"))
        .AddCheck("ck_terms_days", $"days > 0 AND days <= 90")
        .AddIndex([IndexKey.Of($"abs(days - 30)")], index => index.Where($"word <> 'none'").Named("ix_terms")));

    public static IEnumerable<TestCaseData> Hands =>
    [
        Hand("ALTER TABLE customers DROP COLUMN fax", FaxIsMissing),
        Hand("ALTER TABLE customers ADD COLUMN telex text", "Column telex of customers is in the database, though no migration promises it."),
        Hand("ALTER TABLE customers RENAME COLUMN fax TO telefax", FaxIsMissing, "Column telefax of customers is in the database, though no migration promises it."),
        Hand("ALTER TABLE orders DROP COLUMN placed_at; ALTER TABLE orders ADD COLUMN placed_at text", "Column placed_at of orders is “text, nullable” in the database, though migration 1 Open promises “timestamp, nullable”."),
        Hand("DROP INDEX ix_customers_name", "Index ix_customers_name of customers is not in the database, though migration 1 Open promises it."),
        Hand("CREATE INDEX by_hand ON orders (total)", "Index by_hand of orders is in the database, though no migration promises it."),
        Hand("DROP INDEX ix_customers_name; CREATE UNIQUE INDEX ix_customers_name ON customers (name) WHERE phone IS NOT NULL", "Index ix_customers_name of customers is “(name), unique, of some rows: phone IS NOT NULL” in the database, though migration 1 Open promises “(name, phone descending)”."),
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

    public static IEnumerable<TestCaseData> Rewordings =>
    [
        Reworded(
            "ALTER TABLE terms DROP COLUMN mark; ALTER TABLE terms ADD COLUMN mark text NOT NULL DEFAULT 'per'",
            "Column mark of terms is “text, required, with a default: 'per'”",
            "Column mark of terms is “text, required, with a default: 'per'”",
            "text, required, with a default: lower('Per')"),
        Reworded(
            "ALTER TABLE terms DROP COLUMN shout; ALTER TABLE terms ADD COLUMN shout text GENERATED ALWAYS AS (lower(word)) {kept}",
            "Column shout of terms is “text, nullable, generated: lower(word)”",
            "Column shout of terms is “text, nullable, generated: lower(word)”",
            "text, nullable, generated: upper(word)"),
        Reworded(
            "ALTER TABLE terms DROP CONSTRAINT ck_terms_days; ALTER TABLE terms ADD CONSTRAINT ck_terms_days CHECK (days > 0 AND days <= 60)",
            "Check ck_terms_days of terms is “days > 0 AND days <= 60”",
            "Check ck_terms_days of terms is “(days > 0) AND (days <= 60)”",
            "days > 0 AND days <= 90"),
        Reworded(
            "DROP INDEX ix_terms; CREATE INDEX ix_terms ON terms (abs(days - 60)) WHERE word <> 'none'",
            "Index ix_terms of terms is “(an expression), of some rows: abs(days - 60), word <> 'none'”",
            "Index ix_terms of terms is “(an expression), of some rows: abs((days - 60)), word <> 'none'::text”",
            "(an expression), of some rows: abs(days - 30), word <> 'none'"),
        Reworded(
            "DROP INDEX ix_terms; CREATE INDEX ix_terms ON terms (abs(days - 30)) WHERE word <> 'some'",
            "Index ix_terms of terms is “(an expression), of some rows: abs(days - 30), word <> 'some'”",
            "Index ix_terms of terms is “(an expression), of some rows: abs((days - 30)), word <> 'some'::text”",
            "(an expression), of some rows: abs(days - 30), word <> 'none'"),
    ];

    [TestCaseSource(nameof(Rewordings))]
    public async Task An_expression_that_was_changed_by_hand_is_told_in_both_wordings(string sql, string sqlite, string postgreSql, string promised)
    {
        var isSqlite = Database.Provider.Engine == Engines.Sqlite;
        await Database.Migrator(ByHand, Open, Fax, Terms).MigrateAsync();

        await Database.ExecuteAsync(sql.Replace("{kept}", isSqlite ? "VIRTUAL" : "STORED", StringComparison.Ordinal));

        (await Database.Migrator(ByHand, Open, Fax, Terms).DriftAsync()).Select(difference => difference.Description).Should().Equal(
            $"{(isSqlite ? sqlite : postgreSql)} in the database, though migration 4 Terms promises “{promised}”.");
    }

    [Test]
    public async Task An_expression_that_is_only_spelled_otherwise_is_the_same()
    {
        await Database.Migrator(ByHand, Open, Fax, Terms).MigrateAsync();

        await Database.ExecuteAsync("ALTER TABLE terms DROP CONSTRAINT ck_terms_days; ALTER TABLE terms ADD CONSTRAINT ck_terms_days CHECK ( (DAYS>0 and /* at most */ days<=90) )");

        (await Database.Migrator(ByHand, Open, Fax, Terms).DriftAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task An_expression_that_names_a_table_by_its_older_name_is_the_same()
    {
        var check = Recorded.Migration(3, "Check", schema => schema.Table("orders").AddCheck("ck_orders_number", $"orders.number > 0"));
        var rename = Recorded.Migration(4, "Rename", schema => schema.RenameTable("orders", "purchases"));

        await Database.Migrator(Open, Fax, check).MigrateAsync();

        await Database.Migrator(Open, Fax, check, rename).MigrateAsync();

        (await Database.Migrator(Open, Fax, check, rename).DriftAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task The_view_of_an_older_name_is_told_once_it_shows_something_else()
    {
        var (replace, rowVersion) = Database.Provider.Engine == Engines.Sqlite ? ("DROP VIEW orders; CREATE", "") : ("CREATE OR REPLACE", ", xmin");
        var migrator = await RenameOrdersAsync();
        (await migrator.DriftAsync()).Should().BeEmpty();

        await Database.ExecuteAsync($"{replace} VIEW orders AS SELECT customer, number, total, placed_at{rowVersion} FROM purchases WHERE number > 0");

        // Older servers name the table before each column.
        var drift = (await migrator.StatusAsync()).Drift.Should().ContainSingle().Subject;
        drift.Description.Replace("purchases.", "", StringComparison.Ordinal).Replace("(number > 0)", "number > 0", StringComparison.Ordinal).Should().Be(
            $"Name orders for purchases is “SELECT customer, number, total, placed_at{rowVersion} FROM purchases WHERE number > 0” in the database, though migration 3 Rename promises “the table as it is”.");
    }

    [Test]
    public async Task The_view_of_an_older_name_is_told_once_it_is_gone()
    {
        var migrator = await RenameOrdersAsync();

        await Database.ExecuteAsync("DROP VIEW orders");

        (await migrator.DriftAsync()).Should().ContainSingle().Which.Description.Should().Be("Name orders for purchases is not in the database, though migration 3 Rename promises it.");
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

    private static TestCaseData Reworded(string sql, string sqlite, string postgreSql, string promised) =>
        new TestCaseData(sql, sqlite, postgreSql, promised).SetArgDisplayNames(sql);

    private async Task<Migrator> RenameOrdersAsync()
    {
        var rename = Recorded.Migration(3, "Rename", schema => schema.RenameTable("orders", "purchases"));
        await Database.Migrator(ByHand, Open, Fax).MigrateAsync();
        await Database.Migrator(ByHand, Open, Fax, rename).MigrateAsync();

        return Database.Migrator(ByHand, Open, Fax, rename);
    }

    private async Task DropFaxAsync()
    {
        await Database.Migrator(ByHand, Open, Fax).MigrateAsync();
        await Database.ExecuteAsync("ALTER TABLE customers DROP COLUMN fax");
    }
}
