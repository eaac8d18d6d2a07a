using Dapper;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>What was migrated can be taken back, before and after the contraction, and nothing is left of it.</summary>
public abstract class RollbackSuite<TEngine> : RollbackGround<TEngine>
    where TEngine : IEngine
{
    public static IEnumerable<TestCaseData> Operations => SampleOperations.All
        .Concat(
        [
            new RenameColumn("customers", "name", "full_name"),
            new RenameColumn("countries", "code", "iso"),
            new RenameTable("customers", "buyers"),
            new ChangeColumnType("customers", "points", ColumnType.Text(20), Conversion.None),
            new ChangeColumnType("orders", "total", ColumnType.Decimal(14, 2), Conversion.None),
            new DropColumn("customers", "notes"),
            new DropColumn("customers", "points"),
            new DropColumn("orders", "total") { Down = $"{new Identifier("number")} * 2" },
            new DropTable("orders"),
            new DropTable("customers"),
            new DropIndex("customers", "ix_customers_name"),
            new DropConstraint("customers", "uq_customers_phone"),
            new DropConstraint("customers", "ck_customers_name"),
            new DropConstraint("customers", "fk_customers_country"),
            new SetNullability("customers", "phone", IsNullable: false),
            new SetDefault("customers", "points", null),
            new AddColumn("customers", Column.Int32("visits").NotNull().Default(0)),
            new AddCheck("orders", new("ck_orders_total", $"{new Identifier("total")} >= 0")),
            new AddForeignKey("orders", new("fk_orders_customer", ["customer"], "customers", ["id"])),
            new CreateIndex("orders", new Index("ix_orders_placed", ["placed_at"])),
            new CreateTable(Table.Of("extras", Column.Int64("id").PrimaryKey())),
            new Unsafe("nobody is there", new DropColumn("customers", "notes") { Down = $"'none'" }),
            new Unsafe("nobody is there", new RenameColumn("customers", "phone", "tel")),
        ])
        .Select(operation => (operation, Shop.Catalog))
        .Concat(SampleOperations.Pairs.Append(new RenameColumn("customers", "id", "number")).Select(operation => (operation, Shop.Paired)))
        .Select(sample => new TestCaseData(sample.Item1, sample.Item2).SetArgDisplayNames(sample.Item1.Description));

    [TestCaseSource(nameof(Operations))]
    public async Task An_operation_begins_and_comes_back_and_ends_and_comes_back(Operation operation, Catalog before)
    {
        var open = Opening(before);
        var alter = new RecordedMigration(2, "Alter", [operation]) { Suppressions = [.. new[] { "SE302", "SE308" }.Select(rule => new Suppression(rule, "Nobody is there", "tests", DateOnly.MaxValue))] };
        await OpenAsync(before);
        var rows = await RowsAsync(before);

        await Database.Migrator(ByHand, open, alter).MigrateAsync();
        await ShouldNotHaveDriftedAsync(open, alter);
        await Database.Migrator(ByHand, open, alter).RollbackAsync(1, Lossy);

        await ShouldBeAsBeforeAsync(before);
        await RowsShouldBeAsync(rows, operation, before);

        await Database.Migrator(ByHand, open, alter).MigrateAsync();
        await Database.Migrator(ByHand, open, alter).ContractAsync();
        await ShouldNotHaveDriftedAsync(open, alter);
        (await Database.HistoryAsync()).Find(2)!.Steps.Should().NotContain(step => step.Phase < Phase.Purge && step.State != StepState.Done);
        await Database.Migrator(ByHand, open, alter).RollbackAsync(1, Lossy);

        await ShouldBeAsBeforeAsync(before);
        await RowsShouldBeAsync(rows, operation, before);
        (await Database.Migrator(ByHand, open).MigrateAsync()).Steps.Should().BeEmpty();

        await Database.Migrator(open, alter).MigrateAsync();
        await ShouldNotHaveDriftedAsync(open, alter);
        var back = await Database.Migrator(open, alter).RollbackAsync(1, Lossy);

        back.Steps.SelectMany(step => step.Changes).Should().NotContain(change => change is AddDualWrite || change is AddMirror || change is CreateAlias);
        await ShouldBeAsBeforeAsync(before);
        (await Database.Migrator(open).MigrateAsync()).Steps.Should().BeEmpty();
    }

    [Test]
    public async Task Where_nobody_else_is_there_the_way_back_computes_what_was_written_since()
    {
        await OpenAsync();
        await Database.Migrator(Open, Phones).MigrateAsync();
        await Database.ExecuteAsync("UPDATE customers SET phone_number = '+22' WHERE name = 'Bob'");

        await Database.Migrator(Open, Phones).RollbackAsync(1);

        (await Database.QueryAsync<string>("SELECT phone FROM customers ORDER BY id")).Should().Equal("1", "22");
        await ShouldBeAsBeforeAsync();
    }

    [Test]
    public async Task Where_nobody_else_is_there_operations_go_back_one_after_the_other()
    {
        var alter = Recorded.Migration(2, "Alter", schema =>
        {
            schema.Table("customers").DropColumn("points", down: $"name || notes").RenameColumn("notes", "remarks");
            schema.RenameTable("customers", "buyers");
            schema.Table("buyers").RenameColumn("remarks", "points").AddColumn(Column.Text("notes"));
        });
        await OpenAsync();
        await Database.Migrator(Open, alter).MigrateAsync();

        await Database.Migrator(Open, alter).RollbackAsync(1, Lossy);

        (await Database.QueryAsync<string>("SELECT points FROM customers ORDER BY id")).Should().Equal("AdaHas more than ten letters", "BobShort");
        await ShouldBeAsBeforeAsync();
    }

    [Test]
    public async Task What_two_versions_keep_in_step_goes_back_in_stages_whoever_is_there([Values] bool isReopened)
    {
        await OpenAsync();
        if (isReopened)
        {
            await ContractAsync(Phones);
            await Database.Migrator(ByHand, Open, Phones).RollbackAsync(1, new() { KeepsBoth = true });
        }
        else
        {
            await Database.Migrator(ByHand, Open, Phones).MigrateAsync();
        }

        await Database.Migrator(Open, Phones).RollbackAsync(1);

        await ShouldBeAsBeforeAsync();
    }

    [Test]
    public async Task What_was_changed_in_a_table_of_the_same_plan_comes_back_as_it_was_made()
    {
        await OpenAsync();
        var create = Recorded.Migration(2, "Create", schema => schema
            .CreateTable("extras", Column.Int64("id").PrimaryKey(), Column.Text("name"), Column.Text("fax"))
            .Seed(["id", "name", "fax"], key: ["id"], [1, "wheel", "0"]));
        var alter = Recorded.Migration(3, "Alter", schema =>
        {
            schema.Table("extras").RenameColumn("name", "title").DropColumn("fax");
            schema.RenameTable("extras", "options");
        });
        await Database.Migrator(ByHand, Open, create, alter).MigrateAsync();
        (await Database.QueryAsync<string>("SELECT title FROM options")).Should().Equal("wheel");

        await Database.Migrator(ByHand, Open, create, alter).RollbackAsync(2, Lossy);

        (await Database.QueryAsync<string>("SELECT name || coalesce(fax, '') FROM extras")).Should().Equal("wheel");
        await Database.Migrator(ByHand, Open, create).RollbackAsync(1, Lossy);
        await ShouldBeAsBeforeAsync();
    }

    [Test]
    public async Task What_was_written_since_the_contraction_comes_back_by_the_way_back([Values] bool isPurged)
    {
        await OpenAsync();
        await ContractAsync(Phones);
        if (isPurged)
        {
            await Database.Migrator(ByHand, Open, Phones).PurgeAsync();
        }

        await Database.ExecuteAsync("UPDATE customers SET phone_number = '+22' WHERE name = 'Bob'");
        await Database.ExecuteAsync("INSERT INTO customers (name, phone_number) VALUES ('Cid', '+3')");
        var report = await Database.Migrator(ByHand, Open, Phones).RollbackAsync(1);

        report.Outcome.Should().Be(MigrationOutcome.RolledBack);
        (await Database.QueryAsync<string>("SELECT phone FROM customers ORDER BY id")).Should().Equal("1", "22", "3");
        await ShouldBeAsBeforeAsync();
    }

    [Test]
    public async Task What_nobody_has_written_since_the_contraction_comes_back_as_it_was([Values] bool isAlone)
    {
        var split = Recorded.Migration(2, "Split", schema => schema.Table("customers").SplitColumn(
            "notes",
            [Column.Text("summary").NotNull().Default(""), Column.Text("details")],
            up: [new("summary", $"coalesce(substr(notes, 1, 4), '')"), new("details", $"substr(notes, 5)")],
            down: $"coalesce(summary, '') || coalesce(details, '')"));
        await OpenAsync();
        await Database.ExecuteAsync("INSERT INTO customers (name, notes) VALUES ('Cid', NULL), ('Dan', ''), ('Eve', 'Has  trailing  '), ('Fay', NULL)");
        await ContractAsync(split);
        await Database.ExecuteAsync("UPDATE customers SET summary = 'Now', details = 'here' WHERE name IN ('Eve', 'Fay')");
        await Database.ExecuteAsync("INSERT INTO customers (name, summary) VALUES ('Gus', 'New')");

        await (isAlone ? Database.Migrator(Open, split) : Database.Migrator(ByHand, Open, split)).RollbackAsync(1);

        (await Database.QueryAsync<string?>("SELECT notes FROM customers WHERE name > 'C' ORDER BY id")).Should().Equal(null, "", "Nowhere", "Nowhere", "New");
        await ShouldBeAsBeforeAsync();
    }

    [Test]
    public async Task Only_what_was_inserted_since_a_column_went_gets_its_way_back([Values] bool isAlone)
    {
        var add = Recorded.Migration(2, "Add", schema => schema.Table("customers").AddColumn(Column.Text("fax")).AddColumn(Column.Text("telex")));
        var drop = Recorded.Migration(3, "Drop", schema => schema.Table("customers")
            .ReplaceColumn("phone", Column.Text("phone_number"), up: old => $"'+' || {old}", down: now => $"substr({now}, 2)")
            .DropColumn("fax", down: $"'f' || notes")
            .DropColumn("telex", down: $"'none'"));
        var rename = Recorded.Migration(4, "Rename", schema =>
        {
            schema.RenameTable("customers", "buyers");
            schema.Table("buyers").RenameColumn("notes", "remarks").DropColumn("points", down: $"'0'");
        });
        var migrator = isAlone ? Database.Migrator(Open, add, drop, rename) : Database.Migrator(ByHand, Open, add, drop, rename);
        await OpenAsync();
        await Database.Migrator(ByHand, Open, add).MigrateAsync();
        await Database.ExecuteAsync("UPDATE customers SET fax = 'x' WHERE name = 'Ada'");
        await ContractAsync(add, drop);
        await ContractAsync(add, drop, rename);
        await Database.ExecuteAsync("UPDATE buyers SET remarks = 'Tall', phone_number = '+' || id || '0'");
        await Database.ExecuteAsync("INSERT INTO buyers (name, remarks) VALUES ('Cid', 'New')");

        if (!isAlone)
        {
            await migrator.RollbackAsync(3);
            await migrator.RollbackAsync(2, new() { KeepsBoth = true });
        }

        await migrator.RollbackAsync(2);

        (await Database.QueryAsync<string>("SELECT coalesce(fax, '-') || ' ' || coalesce(telex, '-') || ' ' || points FROM customers ORDER BY id")).Should().Equal("x - 3", "- - 4", "fNew none 0");
        await Database.Migrator(ByHand, Open, add).RollbackAsync(1, Lossy);
        await ShouldBeAsBeforeAsync();
    }

    [Test]
    public async Task A_purge_takes_all_that_was_kept_of_a_column([Values] bool isRenamed)
    {
        var drop = Recorded.Migration(2, "Drop", schema => schema.Table("customers").DropColumn("notes", down: $"'none'"));
        RecordedMigration[] all = isRenamed ? [drop, Recorded.Migration(3, "Rename", schema => schema.RenameTable("customers", "buyers"))] : [drop];
        await OpenAsync();
        await ContractAsync(drop);
        await ContractAsync(all);

        await Database.Migrator(ByHand, [Open, .. all]).PurgeAsync();

        (await Database.InspectAsync())[isRenamed ? "buyers" : "customers"].Columns.Select(column => column.Name.Value).Should().Equal("id", "name", "phone", "points", "country");
    }

    [Test]
    public async Task Both_versions_work_until_the_rollback_is_called_again()
    {
        await OpenAsync();
        await ContractAsync(Phones);

        await Database.Migrator(ByHand, Open, Phones).RollbackAsync(1, new() { KeepsBoth = true });

        (await Database.HistoryAsync()).Find(2)!.State.Should().Be(MigrationState.Reopened);
        await Database.Migrator(ByHand, Open).MigrateAsync();
        await Database.Migrator(ByHand, Open, Phones).MigrateAsync();
        await Database.ExecuteAsync("UPDATE customers SET phone = '7' WHERE name = 'Ada'");
        await Database.ExecuteAsync("UPDATE customers SET phone_number = '+8' WHERE name = 'Bob'");
        await Database.ExecuteAsync("INSERT INTO customers (name, phone) VALUES ('Cid', '9')");
        await Database.ExecuteAsync("INSERT INTO customers (name, phone_number) VALUES ('Dan', '+10')");
        (await Database.QueryAsync<string>("SELECT phone || phone_number FROM customers ORDER BY id")).Should().Equal("7+7", "8+8", "9+9", "10+10");

        await Database.Migrator(ByHand, Open, Phones).RollbackAsync(1);

        (await Database.QueryAsync<string>("SELECT phone FROM customers ORDER BY id")).Should().Equal("7", "8", "9", "10");
        await ShouldBeAsBeforeAsync();
    }

    [Test]
    public async Task All_that_stands_in_the_way_is_listed_before_anything_is_touched()
    {
        var messy = Recorded.Migration(3, "Mess", schema =>
        {
            schema.Table("customers").AddColumn(Column.Text("email"));
            schema.CreateTable("messes", Column.Int64("id").PrimaryKey());
            schema.SqlIrreversible($"UPDATE customers SET notes = 'x'", "Nobody knows what the notes were.");
        });
        await OpenAsync();
        await Database.Migrator(ByHand, Open, Phones, messy).MigrateAsync();
        await Database.ExecuteAsync("UPDATE customers SET email = 'ada@example.org' WHERE name = 'Ada'; INSERT INTO messes (id) VALUES (1), (2)");
        var (catalog, history) = (await Database.InspectAsync(), await Database.HistoryAsync());

        var rollback = () => Database.Migrator(ByHand, Open, Phones, messy).RollbackAsync(1);

        (await rollback.Should().ThrowAsync<MigrationRollbackException>()).Which.Message.Should().Be(
            """
            The rollback cannot be done, and nothing has been touched:
                3 Mess: Run SQL: UPDATE customers SET notes = 'x': there is no way back. Nobody knows what the notes were.
                3 Mess: Table messes would be dropped, with all its rows: 2 rows.
                3 Mess: Column email of customers would be dropped, with all that was written in it: 1 value.
            """);
        (await Database.Migrator(ByHand, Open, Phones, messy).PlanRollbackAsync(1)).Obstacles.Should().HaveCount(3);
        (await Database.InspectAsync()).Should().Be(catalog);
        (await Database.HistoryAsync()).Should().Be(history);
    }

    [Test]
    public async Task Of_what_would_be_lost_no_more_is_counted_than_tells_that_it_is_much()
    {
        var much = Recorded.Migration(2, "Much", schema =>
        {
            schema.Table("customers").AddColumn(Column.Int32("visits").NotNull().Default(0));
            schema.CreateTable("visits", Column.Int64("id").PrimaryKey());
        });
        await OpenAsync();
        await Database.Migrator(ByHand, Open, much).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO visits (id) WITH RECURSIVE numbers (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM numbers WHERE id < 10001) SELECT id FROM numbers");
        await Database.ExecuteAsync("INSERT INTO customers (name) SELECT 'Cid' FROM visits");

        var obstacles = (await Database.Migrator(ByHand, Open, much).PlanRollbackAsync(1)).Obstacles;

        obstacles.Should().Equal(
            "2 Much: Table visits would be dropped, with all its rows: at least 10,000 rows.",
            "2 Much: Column visits of customers would be dropped, with all that was written in it: 10,000 values in the first 10,000 rows.");
    }

    [Test]
    public async Task What_a_view_of_raw_sql_shows_goes_back_behind_it([Values] bool isAlone)
    {
        var show = Recorded.Migration(2, "Show", schema =>
        {
            schema.CreateTable("visits", Column.Int64("id").PrimaryKey());
            schema.Table("customers").AddColumn(Column.Text("fax"));
            schema.Sql($"CREATE VIEW callers AS SELECT visits.id, fax FROM visits JOIN customers USING (id)", $"DROP VIEW callers");
        });
        var migrator = isAlone ? Database.Migrator(Open, show) : Database.Migrator(ByHand, Open, show);
        await OpenAsync();
        await migrator.MigrateAsync();

        await migrator.RollbackAsync(1, Lossy);

        await ShouldBeAsBeforeAsync();
        (await Database.InspectAsync()).Opaques.Should().BeEmpty();
    }

    [Test]
    public async Task What_only_its_author_understands_is_undone_once_and_in_its_place()
    {
        var author = Recorded.Migration(2, "Author", schema =>
        {
            schema.Table("customers").AddColumn(Column.Int32("visits").NotNull().Default(0));
            schema.Sql($"UPDATE customers SET visits = 1", $"UPDATE customers SET notes = 'was ' || visits");
            schema.Run("shout", 1, ExecuteAsync("UPDATE customers SET name = upper(name)"), ExecuteAsync("UPDATE customers SET name = lower(name)"));
        });
        await OpenAsync();
        await Database.Migrator(ByHand, Open, author).MigrateAsync();

        await Database.Migrator(ByHand, Open, author).RollbackAsync(1, Lossy);

        (await Database.QueryAsync<string>("SELECT name || ' ' || notes FROM customers ORDER BY id")).Should().Equal("ada was 1", "bob was 1");
        await ShouldBeAsBeforeAsync();
    }

    [Test]
    public async Task Of_several_pieces_of_raw_sql_those_that_ran_are_not_run_again()
    {
        var author = Recorded.Migration(2, "Author", schema =>
        {
            schema.Sql($"UPDATE customers SET notes = notes || ' 1'", $"UPDATE customers SET notes = notes || ' back 1'");
            schema.Sql($"UPDATE customers SET notes = notes || (SELECT word FROM forth)", $"UPDATE customers SET notes = notes || (SELECT word FROM back)");
            schema.Sql($"UPDATE customers SET notes = notes || ' 3'", $"UPDATE customers SET notes = notes || ' back 3'");
        });
        await OpenAsync();
        await Database.ExecuteAsync("UPDATE customers SET notes = 'Notes'");
        var migrator = Database.Migrator(ByHand, Open, author);

        await FluentActions.Awaiting(() => migrator.MigrateAsync()).Should().ThrowAsync<MigrationFailedException>();
        await Database.ExecuteAsync("CREATE TABLE forth AS SELECT ' 2' AS word");
        await migrator.MigrateAsync();
        await FluentActions.Awaiting(() => migrator.RollbackAsync(1, Lossy)).Should().ThrowAsync<MigrationFailedException>();
        await Database.ExecuteAsync("CREATE TABLE back AS SELECT ' back 2' AS word");
        await migrator.RollbackAsync(1, Lossy);

        (await Database.QueryAsync<string>("SELECT DISTINCT notes FROM customers")).Should().Equal("Notes 1 2 3 back 3 back 2 back 1");
    }

    [Test]
    public async Task Several_migrations_go_back_together()
    {
        var numbers = Recorded.Migration(3, "Numbers", schema => schema.Table("customers")
            .AddIndex("phone_number", "country")
            .RenameColumn("phone_number", "number"));
        await OpenAsync();
        await ContractAsync(Phones);
        await ContractAsync(Phones, numbers);
        await Database.ExecuteAsync("UPDATE customers SET number = '+22' WHERE name = 'Bob'");

        await Database.Migrator(ByHand, Open, Phones, numbers).RollbackAsync(1);

        (await Database.QueryAsync<string>("SELECT phone FROM customers ORDER BY id")).Should().Equal("1", "22");
        await ShouldBeAsBeforeAsync();
        (await Database.HistoryAsync()).Migrations.Should().ContainSingle();
    }

    [Test]
    public async Task What_was_taken_back_can_be_done_again()
    {
        await OpenAsync();
        await ContractAsync(Phones);
        await Database.Migrator(ByHand, Open, Phones).RollbackAsync(1);

        await ContractAsync(Phones);

        (await Database.QueryAsync<string>("SELECT phone_number FROM customers ORDER BY id")).Should().Equal("+1", "+2");
    }

    [Test]
    public async Task Everything_can_go()
    {
        await OpenAsync();
        await ContractAsync(Phones);

        await Database.Migrator(ByHand, Open, Phones).RollbackAsync(0, Lossy);

        (await Database.InspectAsync()).IsEmpty.Should().BeTrue();
        (await Database.HistoryAsync()).Migrations.Should().BeEmpty();
    }

    private static MigrationCode ExecuteAsync(string sql) => async (session, token) =>
        await session.Connection.ExecuteAsync(new CommandDefinition(sql, transaction: session.Transaction, cancellationToken: token));

    // What was filled or repaired stays so.
    private async Task RowsShouldBeAsync(IReadOnlyList<string> rows, Operation operation, Catalog before)
    {
        if (operation is Unsafe { Of: DropColumn })
        {
            return;
        }

        (await RowsAsync(before)).Should().Equal(rows);
    }

    private async Task<IReadOnlyList<string>> RowsAsync(Catalog catalog)
    {
        var rows = new List<string>();
        foreach (var table in catalog.Tables)
        {
            rows.AddRange(await Database.RowsAsync(table.Name.Name.Value));
        }

        return rows;
    }
}
