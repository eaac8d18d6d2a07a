using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>A contraction takes nothing away before it is known that all of it can be done, and touches no row that it need not.</summary>
public abstract class ContractSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private static readonly MigratorOptions ByHand = new() { Contract = ContractPolicy.Manually };

    private static readonly MigratorOptions ForGood = ByHand with { Retention = TimeSpan.Zero };

    private static readonly Identifier A = "a";

    private static readonly RecordedMigration Create = Recorded.Migration(1, "Create", schema =>
    {
        schema.CreateTable("groups", Column.Int64("id").PrimaryKey(), Column.Text("label"));
        schema.CreateTable(
            "t",
            Column.Int64("id").PrimaryKey(),
            Column.Text("a", max: 40),
            Column.Text("b"),
            Column.Int64("group_id"));
    });

    public static IEnumerable<TestCaseData> ReadByViews => Cases(
        new ReplaceColumn("t", A, Column.Text("c"), new(old => $"trim({old})"), new(now => now)),
        new ChangeColumnType("t", A, ColumnType.Int64, new(old => $"CAST({old} AS bigint)")) { Down = new(now => $"CAST({now} AS text)") },
        new DropColumn("t", A),
        new DropColumn("t", A) { Down = $"'x'" });

    public static IEnumerable<TestCaseData> Untouching => Cases(
        new SetComment("t", A, "What it is"),
        new SetComment("t", null, "What they are"),
        new SetDefault("t", A, $"'x'"),
        new ChangeColumnType("t", A, ColumnType.Text(80), Conversion.None),
        new ChangeColumnType("t", A, ColumnType.Text(), Conversion.None),
        new SetNullability("t", A, IsNullable: false),
        new AddCheck("t", new("ck_t_a", $"{A} <> ''")),
        new AddForeignKey("t", new("fk_t_group", ["group_id"], "groups", ["id"])),
        new AddUnique("t", new("uq_t_a", [A])),
        new TightenCheck("t", new("ck_t_a", $"length({A}) > 0"), []),
        new CreateIndex("t", new Catalogs.Index("ix_t_a", [A])),
        new AddColumn("t", Column.Int32("more").NotNull().Default(7)),
        new RenameTable("t", "u"));

    public static IEnumerable<TestCaseData> Successions =>
    [
        .. Follow("rename and rename", "INSERT INTO t (id, c) VALUES (9, '9')", "INSERT INTO t (id, a) VALUES (9, '9')",
            table => table.RenameColumn("a", "p"), table => table.RenameColumn("p", "c")),
        .. Follow("replace and index", "INSERT INTO t (id, c) VALUES (9, '9')", "INSERT INTO t (id, a) VALUES (9, '9')",
            table => table.ReplaceColumn("a", Column.Text("c"), old => $"trim({old})", now => now), table => table.AddIndex("c")),
        .. Follow("replace and unique", "INSERT INTO t (id, c) VALUES (9, '9')", "INSERT INTO t (id, a) VALUES (9, '9')",
            table => table.ReplaceColumn("a", Column.Text("c"), old => $"trim({old})", now => now), table => table.AddUnique("c")),
        .. Follow("replace and replace", "INSERT INTO t (id, c) VALUES (9, '9')", "INSERT INTO t (id, a) VALUES (9, '9')",
            table => table.ReplaceColumn("a", Column.Text("p"), old => $"trim({old})", now => now),
            table => table.ReplaceColumn("p", Column.Int64("c"), old => $"CAST({old} AS bigint)", now => $"CAST({now} AS text)")),
        .. Follow("rename and change", "INSERT INTO t (id, c) VALUES (9, '9')", "INSERT INTO t (id, a) VALUES (9, '9')",
            table => table.RenameColumn("a", "c"),
            table => table.ChangeType("c", ColumnType.Int64, old => $"CAST({old} AS bigint)", now => $"CAST({now} AS text)")),
        .. Follow("change and check", "INSERT INTO t (id, a) VALUES (9, 9)", "INSERT INTO t (id, a) VALUES (9, '9')",
            table => table.ChangeType("a", ColumnType.Int64, old => $"CAST({old} AS bigint)", now => $"CAST({now} AS text)"),
            table => table.AddCheck("ck_t_a", $"length(CAST({A} AS text)) < 40")),
    ];

    public static IEnumerable<TestCaseData> Refused =>
    [
        .. Together("change and rename",
            table => table.ChangeType("a", ColumnType.Int64, old => $"CAST({old} AS bigint)", now => $"CAST({now} AS text)"),
            table => table.RenameColumn("a", "c")),
        .. Together("change and change",
            table => table.ChangeType("a", ColumnType.Int32, old => $"CAST({old} AS integer)", now => $"CAST({now} AS text)"),
            table => table.ChangeType("a", ColumnType.Int64)),
        .. Together("rename and drop", table => table.RenameColumn("a", "c"), table => table.DropColumn("c")),
        .. Together("rename and require", table => table.RenameColumn("a", "c"), table => table.RequireColumn("c", $"'0'")),
    ];

    [TestCaseSource(nameof(ReadByViews))]
    public async Task A_view_that_reads_what_goes_stops_the_contraction_until_it_is_gone(Operation operation)
    {
        var alter = new RecordedMigration(2, "Alter", [operation]);
        await ExpandAsync(alter);
        await Database.ExecuteAsync("CREATE VIEW readers AS SELECT id, a FROM t");

        await ShouldStopAsync<MigrationPlanException>("readers", [alter]);

        await Database.ExecuteAsync("DROP VIEW readers");
        await ShouldFinishAsync(alter);
    }

    [Test]
    public async Task A_view_that_reads_a_table_that_goes_stops_the_contraction_until_it_is_gone([Values] bool isKept)
    {
        var options = isKept ? ByHand : ForGood;
        var drop = new RecordedMigration(2, "Drop", [new DropTable("groups")]);
        await ExpandAsync(drop);
        await Database.ExecuteAsync("CREATE VIEW readers AS SELECT id, label FROM groups");
        var contract = () => Database.Migrator(options, Create, drop).ContractAsync();

        (await contract.Should().ThrowAsync<MigrationPlanException>()).Which.Message.Should().EndWith("Table groups is referred to by view readers. Drop that first.");
        (await Database.QueryAsync<string>("SELECT label FROM readers")).Should().Equal("one");

        await Database.ExecuteAsync("DROP VIEW readers");
        await contract();
        await Database.Migrator(options, Create, drop).PurgeAsync();
        (await Database.InspectAsync()).Tables.Should().ContainSingle();
    }

    [Test]
    public async Task A_row_that_diverges_stops_the_contraction_until_it_is_mended([Values] bool isBehindAnother)
    {
        var alter = Recorded.Migration(2, "Alter", schema =>
        {
            if (isBehindAnother)
            {
                schema.Table("groups").DropColumn("label");
            }

            schema.Table("t").ReplaceColumn("a", Column.Text("c"), old => $"trim({old})", now => now);
        });
        await ExpandAsync(alter);
        await TEngine.WriteBehindTriggersAsync(Database, "t", "UPDATE t SET c = 'other' WHERE id = 2");

        await ShouldStopAsync<MigrationFailedException>("id = 2", [alter]);

        await Database.ExecuteAsync("UPDATE t SET c = '22' WHERE id = 2");
        await ShouldFinishAsync(alter);
        (await Database.QueryAsync<string>("SELECT c FROM t ORDER BY id")).Should().Equal("1", "22", "3");
    }

    [Test]
    public async Task A_row_that_breaks_a_rule_stops_the_contraction_until_it_is_mended([Values] bool isBehindAnother, [Values] bool isStricter)
    {
        var start = isStricter ? Recorded.Migration(2, "Check", schema => schema.Table("t").AddCheck("ck_t_a", $"{A} <> ''")) : null;
        var alter = Recorded.Migration(3, "Alter", schema =>
        {
            if (isBehindAnother)
            {
                schema.Table("groups").DropColumn("label");
            }

            schema.Table("t").TightenCheck("ck_t_a", $"length({A}) < 3");
        });
        RecordedMigration[] all = start is null ? [alter] : [start, alter];
        await ExpandAsync(all);
        await Database.ExecuteAsync("UPDATE t SET a = '2222' WHERE id = 2");

        await ShouldStopAsync<MigrationFailedException>("id = 2", all);

        await Database.ExecuteAsync("UPDATE t SET a = '22' WHERE id = 2");
        await ShouldFinishAsync(all);
    }

    [TestCaseSource(nameof(Untouching))]
    public async Task What_needs_no_new_values_writes_no_row_unless_only_a_copy_of_the_table_will_do(Operation operation)
    {
        var alter = new RecordedMigration(2, "Alter", [operation]);
        await OpenAsync(Database);
        var before = await TEngine.StorageAsync(Database, "t");

        await Database.Migrator(ByHand, Create, alter).MigrateAsync();
        await Database.Migrator(ByHand, Create, alter).ContractAsync();

        await ShouldBeContractedAsync();
        var isUntouched = await TEngine.StorageAsync(Database, operation is RenameTable ? "u" : "t") == before;
        isUntouched.Should().Be(!TEngine.MustCopy(operation));
    }

    [Test]
    public async Task What_writes_rows_is_seen_to_write_them()
    {
        await OpenAsync(Database);
        var before = await TEngine.StorageAsync(Database, "t");

        await Database.ExecuteAsync("UPDATE t SET a = a || '' WHERE id = 2; UPDATE t SET b = 'x' WHERE id = 2");

        (await TEngine.StorageAsync(Database, "t")).Should().NotBe(before);
    }

    [TestCaseSource(nameof(Successions))]
    public async Task Operations_that_follow_each_other_end_as_they_would_at_once(RecordedMigration[] all, string @new, string old)
    {
        await OpenAsync(Database);
        for (var known = 1; known <= all.Length; known++)
        {
            await Database.Migrator(ForGood, [Create, .. all.Take(known)]).MigrateAsync();
        }

        await Database.ExecuteAsync(@new);
        await Database.Migrator(ForGood, [Create, .. all]).ContractAsync();
        await ShouldBeContractedAsync();

        await using var alone = await TEngine.CreateAsync();
        await OpenAsync(alone);
        await alone.ExecuteAsync(old);
        await alone.Migrator([Create, .. all]).MigrateAsync();
        var expected = await TEngine.NormalizeAsync(alone, await alone.InspectAsync());
        var actual = await TEngine.NormalizeAsync(Database, await Database.InspectAsync());
        actual.Tables["t"].Columns.Select(column => $"{column.Name} {column.Type}").Should().BeEquivalentTo(expected.Tables["t"].Columns.Select(column => $"{column.Name} {column.Type}"));
        (actual == expected).Should().BeTrue();
        (await Database.RowsAsync("t")).Should().Equal(await alone.RowsAsync("t"));
    }

    [TestCaseSource(nameof(Refused))]
    public async Task What_cannot_follow_before_the_contraction_is_refused_and_follows_after_it(RecordedMigration[] all)
    {
        await OpenAsync(Database);
        if (all.Length > 1)
        {
            await Database.Migrator(ByHand, Create, all[0]).MigrateAsync();
        }

        var before = await StandingAsync();

        var start = () => Database.Migrator(ByHand, [Create, .. all]).MigrateAsync();

        (await start.Should().ThrowAsync<MigrationPlanException>()).Which.Message.Should().Contain("ontract");
        (await Database.InspectAsync() == before.Catalog).Should().BeTrue();
        if (all.Length > 1)
        {
            await Database.Migrator(ForGood, Create, all[0]).ContractAsync();
            await start();
            await Database.Migrator(ForGood, [Create, .. all]).ContractAsync();
            await ShouldBeContractedAsync();
        }
    }

    [Test]
    public async Task A_table_that_is_to_be_renamed_and_changed_is_renamed_first()
    {
        var behind = Recorded.Migration(2, "Alter", schema =>
        {
            schema.Table("t").RenameColumn("a", "c").DropColumn("b");
            schema.RenameTable("t", "u");
        });
        var above = Recorded.Migration(2, "Alter", schema =>
        {
            schema.RenameTable("t", "u");
            schema.Table("u").RenameColumn("a", "c").DropColumn("b");
        });
        await OpenAsync(Database);
        (await FluentActions.Invoking(() => Database.Migrator(ByHand, Create, behind).MigrateAsync()).Should().ThrowAsync<MigrationPlanException>())
            .Which.Message.Should().Contain("Rename it above that, and write the rest by the new name. By then this is still to be contracted: 2 Alter: Rename column a of t to c; ");

        await Database.Migrator(ByHand, Create, above).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO t (id, a, b) VALUES (4, '4', 'z'); INSERT INTO u (id, c) VALUES (5, '5'); UPDATE t SET a = '11' WHERE id = 1; UPDATE u SET c = '22' WHERE id = 2");
        (await Database.QueryAsync<string>("SELECT a FROM t ORDER BY id")).Should().Equal("11", "22", "3", "4", "5");
        await Database.Migrator(ByHand, Create, above).ContractAsync();

        await ShouldBeContractedAsync();
        (await Database.QueryAsync<string>("SELECT c FROM u ORDER BY id")).Should().Equal("11", "22", "3", "4", "5");
    }

    private static IEnumerable<TestCaseData> Cases(params IEnumerable<Operation> operations) =>
        operations.Select(operation => new TestCaseData(operation).SetArgDisplayNames($"{operation.Description}{((operation as DropColumn)?.Down is null ? "" : ", and fill it")}"));

    private static IEnumerable<TestCaseData> Follow(string name, string @new, string old, params IEnumerable<Action<TableBuilder>> operations) =>
        Arrange(operations).Select(way => new TestCaseData(way, @new, old).SetArgDisplayNames(Spell(name, way)));

    private static IEnumerable<TestCaseData> Together(string name, params IEnumerable<Action<TableBuilder>> operations) =>
        Arrange(operations).Select(way => new TestCaseData([way]).SetArgDisplayNames(Spell(name, way)));

    private static string Spell(string name, RecordedMigration[] way) => $"{name}, in {(way.Length == 1 ? "one migration" : "two")}";

    // All in one migration, or one in each.
    private static RecordedMigration[][] Arrange(IEnumerable<Action<TableBuilder>> operations)
    {
        RecordedMigration[] apart = [.. operations.Select((operation, place) => Recorded.Migration(place + 2, $"Alter{place}", schema => operation(schema.Table("t"))))];

        return [[new(2, "Alter", [.. apart.SelectMany(migration => migration.Operations)])], apart];
    }

    private static async Task OpenAsync(TestDatabase database)
    {
        await database.Migrator(ByHand, Create).MigrateAsync();
        await database.ExecuteAsync("INSERT INTO groups (id, label) VALUES (1, 'one')");
        await database.ExecuteAsync("INSERT INTO t (id, a, b, group_id) VALUES (1, '1', 'x', 1), (2, '2', 'y', NULL), (3, '3', NULL, 1)");
    }

    private async Task ExpandAsync(params IEnumerable<RecordedMigration> migrations)
    {
        await OpenAsync(Database);
        await Database.Migrator(ByHand, [Create, .. migrations]).MigrateAsync();
    }

    private async Task ShouldStopAsync<TException>(string obstacle, IReadOnlyList<RecordedMigration> migrations)
        where TException : MigrationException
    {
        var before = await StandingAsync();

        var contract = () => Database.Migrator(ByHand, [Create, .. migrations]).ContractAsync();

        (await contract.Should().ThrowAsync<TException>()).Which.Message.Should().Contain(obstacle);
        var after = await StandingAsync();
        (after.Catalog == before.Catalog).Should().BeTrue();
        after.Rows.Should().Equal(before.Rows);
        after.States.Should().Equal(before.States);
        await Database.ExecuteAsync("INSERT INTO t (id, a) VALUES (4, '4'); UPDATE t SET a = '5' WHERE id = 4; DELETE FROM t WHERE id = 4");
    }

    private async Task ShouldFinishAsync(params IEnumerable<RecordedMigration> migrations)
    {
        await Database.Migrator(ByHand, [Create, .. migrations]).ContractAsync();

        await ShouldBeContractedAsync();
        (await Database.InspectAsync())["t"].DualWrites.Should().BeEmpty();
    }

    private async Task ShouldBeContractedAsync() => (await Database.HistoryAsync()).Migrations.SelectMany(migration => migration.Steps)
        .Should().NotContain(step => step.Phase < Phase.Purge && step.State != StepState.Done);

    private async Task<(Catalog Catalog, IReadOnlyList<string> Rows, IReadOnlyList<string> States)> StandingAsync() => (
        await Database.InspectAsync(),
        [.. await Database.RowsAsync("groups"), .. await Database.RowsAsync("t")],
        [.. (await Database.HistoryAsync()).Migrations.SelectMany(migration => migration.Steps
            .Select(step => $"{migration.Id} {migration.State}, {step.Number} {step.Phase}: {step.State == StepState.Done}"))]);
}
