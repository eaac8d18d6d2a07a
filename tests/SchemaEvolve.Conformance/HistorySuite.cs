using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>What becomes of migrations that contradict what has run.</summary>
public abstract class HistorySuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private static readonly RecordedMigration First = Recorded.Migration(2026_01_01_0900, "First", schema =>
        schema.CreateTable("first", Column.Int64("id").PrimaryKey(), Column.Text("name")));

    private static readonly RecordedMigration Second = Recorded.Migration(2026_01_02_0900, "Second", schema =>
        schema.CreateTable("second", Column.Int64("id").PrimaryKey()));

    private static readonly RecordedMigration Third = Recorded.Migration(2026_01_03_0900, "Third", schema =>
        schema.Table("first").AddColumn(Column.Text("more")));

    private static readonly RecordedMigration Later = Recorded.Migration(2026_01_04_0900, "Later", schema =>
        schema.CreateTable("later", Column.Int64("id").PrimaryKey()));

    private static readonly MigratorOptions Staged = new() { Contract = ContractPolicy.Manually };

    [Test]
    public async Task A_migration_that_changed_since_it_ran_is_refused_with_the_difference()
    {
        var edited = Recorded.Migration(First.Id, "First", schema =>
            schema.CreateTable("first", Column.Int64("id").PrimaryKey(), Column.Text("title")));
        await Database.Migrator(First).MigrateAsync();

        var refusal = await RefusalAsync(edited);

        refusal.Should().StartWith("Migration 2026_01_01_0900 First has changed since it ran on ")
            .And.Contain("Put the old text back, and write a new migration for the change.")
            .And.Contain("    - CreateTable table=(name=\"first\" columns=[(name=\"id\" type=\"int64\" not-null=true), (name=\"name\"")
            .And.Contain("    + CreateTable table=(name=\"first\" columns=[(name=\"id\" type=\"int64\" not-null=true), (name=\"title\"");
    }

    [Test]
    public async Task A_migration_that_ran_and_is_missing_is_refused()
    {
        await Database.Migrator(First, Second, Third).MigrateAsync();

        (await RefusalAsync(First, Third)).Should().StartWith("Migration 2026_01_02_0900 Second ran on ")
            .And.EndWith("but this application does not have it. Put it back: what has run is part of history.");
    }

    [Test]
    public async Task A_newer_release_that_only_added_lets_an_older_one_start()
    {
        await Database.Migrator(First).MigrateAsync();
        await Database.Migrator(First, Third).MigrateAsync();

        var report = await Database.Migrator(First).MigrateAsync();

        report.Outcome.Should().Be(MigrationOutcome.UpToDate);
    }

    [Test]
    public async Task A_newer_release_that_waits_to_contract_lets_an_older_one_start()
    {
        await Database.Migrator(First).MigrateAsync();
        await Database.Migrator(Staged, First, DropName()).MigrateAsync();

        var report = await Database.Migrator(Staged, First).MigrateAsync();

        report.Outcome.Should().Be(MigrationOutcome.UpToDate);
        (await Database.Migrator(First).StatusAsync()).Unknown.Select(standing => standing.Name).Should().Equal("DropName");
    }

    [Test]
    public async Task A_newer_release_that_has_contracted_refuses_an_older_one_by_name()
    {
        await Database.Migrator(First).MigrateAsync();
        await Database.Migrator(new MigratorOptions { AppVersion = "2.0", Contract = ContractPolicy.Immediately }, First, DropName()).MigrateAsync();

        (await RefusalAsync(First)).Should().Be(
            "The database is newer than this application: migration 2026_01_04_0900 DropName of version 2.0 has taken away what this version (1 migrations) may still use. Start version 2.0 or a later one.");
    }

    [Test]
    public async Task An_older_migration_that_shares_no_table_still_runs()
    {
        await Database.Migrator(First, Third).MigrateAsync();

        var report = await Database.Migrator(First, Second, Third).MigrateAsync();

        report.Migrations.Should().Equal(Second);
    }

    [Test]
    public async Task An_older_migration_that_shares_a_table_is_refused()
    {
        var late = Recorded.Migration(Second.Id, "Late", schema => schema.Table("first").AddColumn(Column.Text("late")));
        await Database.Migrator(First, Third).MigrateAsync();

        (await RefusalAsync(First, late, Third)).Should().Be(
            "Migration 2026_01_02_0900 Late is older than 2026_01_03_0900 Third, which has run, and both touch first. Give it a newer id, or set OutOfOrder.Allow if the order does not matter.");
    }

    [Test]
    public async Task An_older_migration_is_refused_where_order_is_strict()
    {
        await Database.Migrator(First, Third).MigrateAsync();

        var refuse = () => Database.Migrator(new MigratorOptions { OutOfOrder = OutOfOrder.Reject }, First, Second, Third).MigrateAsync();

        (await refuse.Should().ThrowAsync<MigrationHistoryException>()).Which.Message.Should()
            .Be("Migration 2026_01_02_0900 Second is older than 2026_01_03_0900 Third, which has run. Give it a newer id, or set OutOfOrder.");
    }

    [Test]
    public async Task An_older_migration_runs_where_order_does_not_matter()
    {
        var late = Recorded.Migration(Second.Id, "Late", schema => schema.Table("first").AddColumn(Column.Text("late")));
        await Database.Migrator(First, Third).MigrateAsync();

        var report = await Database.Migrator(new MigratorOptions { OutOfOrder = OutOfOrder.Allow }, First, late, Third).MigrateAsync();

        report.Migrations.Should().Equal(late);
    }

    [Test]
    public async Task A_migration_that_failed_and_did_nothing_may_be_replaced()
    {
        await Database.Migrator(First).MigrateAsync();
        await Database.Migrator(First, Failing(Second.Id)).Invoking(migrator => migrator.MigrateAsync()).Should().ThrowAsync<MigrationFailedException>();
        await Database.Migrator(First, Third).MigrateAsync();

        var report = await Database.Migrator(First, Third, Later).MigrateAsync();

        report.Migrations.Should().Equal(Later);
    }

    [TestCase(OutOfOrder.Reject)]
    [TestCase(OutOfOrder.AllowIfIndependent)]
    public async Task A_first_run_that_failed_as_a_whole_can_be_mended_and_tried_again(OutOfOrder outOfOrder)
    {
        var options = new MigratorOptions { OutOfOrder = outOfOrder };
        await Database.Migrator(options, First, Failing(Third.Id)).Invoking(migrator => migrator.MigrateAsync()).Should().ThrowAsync<MigrationFailedException>();

        await Database.Migrator(options, First, Third).MigrateAsync();

        (await Database.HistoryAsync()).Migrations.Select(entry => entry.Id).Should().Equal(First.Id, Third.Id);
        await Database.Migrator(options, First).MigrateAsync();
    }

    [Test]
    public async Task The_release_that_got_a_migration_through_is_the_one_that_is_named()
    {
        await Database.Migrator(new MigratorOptions { AppVersion = "1.0" }, Failing(First.Id)).Invoking(migrator => migrator.MigrateAsync()).Should().ThrowAsync<MigrationFailedException>();

        await Database.Migrator(new MigratorOptions { AppVersion = "1.1" }, First).MigrateAsync();

        (await Database.HistoryAsync()).Migrations.Single().AppVersion.Should().Be("1.1");
    }

    [Test]
    public async Task Two_migrations_of_one_id_are_refused()
    {
        var run = () => Database.Migrator(First, Second with { Id = First.Id }).MigrateAsync();

        (await run.Should().ThrowAsync<MigrationDefinitionException>()).Which.Message.Should()
            .Be("Migrations First and Second have the same id 2026_01_01_0900. Give one of them another.");
    }

    [Test]
    public async Task An_unknown_column_is_refused_before_anything_is_touched()
    {
        var wrong = Recorded.Migration(2026_01_04_0900, "Wrong", schema =>
        {
            schema.Table("first").AddColumn(Column.Text("fine"));
            schema.Table("first").AddIndex("nmae");
        });
        await Database.Migrator(First).MigrateAsync();

        var run = () => Database.Migrator(First, wrong).MigrateAsync();

        (await run.Should().ThrowAsync<MigrationPlanException>()).Which.Message.Should().Be(
            "Migration 2026_01_04_0900 Wrong cannot be planned at “Create index ix_first_nmae on first”: In table first: Column nmae of index ix_first_nmae does not exist in first. There is: id, name, fine.");
        (await Database.InspectAsync())["first"].Columns.Contains("fine").Should().BeFalse();
    }

    [Test]
    public async Task What_is_built_on_a_new_name_stays_when_the_old_one_goes()
    {
        var rename = Recorded.Migration(Second.Id, "Rename", schema => schema.Table("first").RenameColumn("name", "title").AddIndex("title"));
        await Database.Migrator(First).MigrateAsync();

        await Database.Migrator(Staged, First, rename).MigrateAsync();
        var both = (await Database.InspectAsync())["first"];
        await Database.Migrator(Staged, First, rename).ContractAsync();

        both.Columns.Select(column => column.Name.Value).Should().Contain(["name", "title"]);
        var one = (await Database.InspectAsync())["first"];
        one.Columns.Select(column => column.Name.Value).Should().Contain("title").And.NotContain("name");
        one.Indexes.Should().ContainSingle().Which.Should().Match<Catalogs.Index>(index => index.Name == "ix_first_title" && index.Columns.Single() == "title");
    }

    [Test]
    public async Task What_is_built_on_a_column_while_it_is_replaced_goes_over_too()
    {
        var create = Recorded.Migration(1, "Create", schema => schema.CreateTable("t", Column.Int64("id").PrimaryKey(), Column.Int32("number").NotNull()));
        var widen = Recorded.Migration(2, "Widen", schema => schema.Table("t").ChangeType("number", ColumnType.Int64));
        var index = Recorded.Migration(3, "Index", schema => schema.Table("t").AddIndex("number"));
        await Database.Migrator(create).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO t (id, number) VALUES (1, 10)");
        await Database.Migrator(Staged, create, widen).MigrateAsync();
        await Database.Migrator(Staged, create, widen, index).MigrateAsync();

        await Database.Migrator(Staged, create, widen, index).ContractAsync();

        var t = (await Database.InspectAsync())["t"];
        t.Columns["number"].Type.Should().Be(ColumnType.Int64);
        t.Columns["number"].IsNullable.Should().BeFalse();
        t.Indexes.Should().ContainSingle().Which.Should().Match<Catalogs.Index>(kept => kept.Name == "ix_t_number" && kept.Columns.Single() == "number");
    }

    [Test]
    public async Task A_chain_of_two_goes_over_one_after_the_other()
    {
        var create = Recorded.Migration(1, "Create", schema => schema.CreateTable("t", Column.Int64("id").PrimaryKey(), Column.Int32("number").NotNull()).AddIndex("number"));
        var rename = Recorded.Migration(2, "Rename", schema => schema.Table("t").RenameColumn("number", "amount"));
        var widen = Recorded.Migration(3, "Widen", schema => schema.Table("t").ChangeType("amount", ColumnType.Int64));
        await Database.Migrator(create).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO t (id, number) VALUES (1, 10)");
        await Database.Migrator(Staged, create, rename, widen).MigrateAsync();
        await Database.ExecuteAsync("UPDATE t SET number = 11");

        await Database.Migrator(Staged, create, rename).ContractAsync();
        await Database.Migrator(Staged, create, rename, widen).ContractAsync();

        var t = (await Database.InspectAsync())["t"];
        t.Columns["amount"].Type.Should().Be(ColumnType.Int64);
        t.Columns["amount"].IsNullable.Should().BeFalse();
        t.Indexes.Should().ContainSingle().Which.Should().Match<Catalogs.Index>(kept => kept.Name == "ix_t_number" && kept.Columns.Single() == "amount");
        (await Database.QueryAsync<long>("SELECT amount FROM t")).Should().Equal(11);
    }

    [Test]
    public async Task A_column_that_has_two_names_for_a_while_grows_under_both()
    {
        var create = Recorded.Migration(1, "Create", schema => schema.CreateTable("t", Column.Int64("id").PrimaryKey(), Column.Text("name", max: 10).NotNull()));
        var rename = Recorded.Migration(2, "Rename", schema => schema.Table("t").RenameColumn("name", "title"));
        var widen = Recorded.Migration(3, "Widen", schema => schema.Table("t").ChangeType("title", ColumnType.Text(20)));
        await Database.Migrator(create).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO t (id, name) VALUES (1, 'short')");
        await Database.Migrator(Staged, create, rename, widen).MigrateAsync();
        await Database.ExecuteAsync("UPDATE t SET name = 'shorter'");

        await Database.Migrator(Staged, create, rename).ContractAsync();
        await Database.Migrator(Staged, create, rename, widen).ContractAsync();

        (await Database.InspectAsync())["t"].Columns["title"].Type.Should().Be(ColumnType.Text(20));
        await Database.ExecuteAsync("UPDATE t SET title = 'as long as it can be'");
        (await Database.QueryAsync<string>("SELECT title FROM t")).Should().Equal("as long as it can be");
    }

    [Test]
    public async Task An_unknown_table_is_refused_before_anything_is_touched()
    {
        var wrong = Recorded.Migration(2026_01_04_0900, "Wrong", schema => schema.Table("frist").AddColumn(Column.Text("fine")));
        await Database.Migrator(First).MigrateAsync();

        var run = () => Database.Migrator(First, wrong).MigrateAsync();

        (await run.Should().ThrowAsync<MigrationPlanException>()).Which.Message.Should().Be(
            "Migration 2026_01_04_0900 Wrong cannot be planned at “Add column fine to frist”: Table frist does not exist. There is: first.");
    }

    private static RecordedMigration DropName() => Recorded.Migration(2026_01_04_0900, "DropName", schema => schema.Table("first").DropColumn("name"));

    private static RecordedMigration Failing(long id) => Recorded.Migration(id, "Failing", schema => schema.Require("There is nothing.", $"SELECT 1"));

    private async Task<string> RefusalAsync(params RecordedMigration[] migrations)
    {
        var run = () => Database.Migrator(migrations).MigrateAsync();

        return (await run.Should().ThrowAsync<MigrationHistoryException>()).Which.Message;
    }
}
