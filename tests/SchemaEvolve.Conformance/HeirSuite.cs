using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>Whatever stands on a column that gives way to another stands on that one afterwards, as it did before.</summary>
public abstract class HeirSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private static readonly MigratorOptions ByHand = new() { Contract = ContractPolicy.Manually, Retention = TimeSpan.Zero };

    private static readonly Identifier Due = "due";
    private static readonly Identifier Overdue = "overdue";
    private static readonly Identifier Code = "code";

    private static readonly Func<QualifiedName, Operation> Rename = table => new RenameColumn(table, "due", "deadline");

    private static readonly Func<QualifiedName, Operation> Replace = table =>
        new ReplaceColumn(table, "due", Column.Int32("deadline").NotNull(), new(old => $"{old} + length('due') - 3"), new(now => now));

    [Test]
    public async Task Indexes_and_rules_of_every_kind_follow([Values] bool isRename)
    {
        var before = new Catalog { Tables = [Ledger, Table("invoices"), Table("reminders")] };
        var open = Migration(1, [.. before.Tables.Select(table => new CreateTable(table))]);
        var alter = Migration(2, [.. new QualifiedName[] { "invoices", "reminders" }.Select(isRename ? Rename : Replace)]);
        await Database.Migrator(ByHand, open).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO ledger (a, b) VALUES (7, 8); INSERT INTO invoices (id, due, overdue, code) VALUES (1, 8, 7, 'x'); INSERT INTO reminders (id, due, overdue, code) VALUES (1, 8, 7, 'x')");

        await Database.Migrator(ByHand, open, alter).MigrateAsync();
        await Database.Migrator(ByHand, open, alter).ContractAsync();
        (await Database.Migrator(ByHand, open, alter).ContractAsync()).Steps.Should().BeEmpty();

        var expected = before.After([new RenameColumn("invoices", "due", "deadline"), new RenameColumn("reminders", "due", "deadline")]);
        (await TEngine.NormalizeAsync(Database, await Database.InspectAsync())).Should().Be(await TEngine.NormalizeAsync(Database, expected));
        (await Database.RowsAsync("invoices")).Should().Equal("code=x, deadline=8, id=1, overdue=7");
    }

    [Test]
    public async Task What_is_set_of_a_column_on_its_way_follows_or_is_refused([Values] bool isRename)
    {
        var before = new Catalog { Tables = [Catalogs.Table.Of("t", Column.Int64("id").PrimaryKey(), Column.Int32("due").NotNull().WithComment("Once"))] };
        Change change = isRename ? new RenameColumn("t", "due", "deadline") : new ChangeColumnType("t", "due", ColumnType.Text(), Conversion.None);
        var name = isRename ? "deadline" : "due";
        var (open, alter, comment) = (Migration(1, [.. before.Tables.Select(table => new CreateTable(table))]), Migration(2, [change]), Migration(3, [new SetComment("t", name, "It's due")]));
        var loosen = Migration(4, [new SetNullability("t", name, IsNullable: true)]);
        await Database.Migrator(ByHand, open).MigrateAsync();
        await Database.Migrator(ByHand, open, alter).MigrateAsync();

        await Database.Migrator(ByHand, open, alter, comment).MigrateAsync();
        var loosened = () => Database.Migrator(ByHand, open, alter, comment, loosen).MigrateAsync();
        if (isRename)
        {
            (await loosened.Should().ThrowAsync<MigrationPlanException>()).Which.Message.Should()
                .Contain("Column deadline has its default and its rules only when what keeps due in step with deadline has contracted, and this would be undone.");
            await Database.Migrator(ByHand, open, alter, comment).ContractAsync();
        }

        await loosened();
        await Database.ExecuteAsync($"INSERT INTO t (id, {name}) VALUES (1, NULL)");
        await Database.Migrator(ByHand, open, alter, comment, loosen).ContractAsync();

        var expected = before.After([change, new SetComment("t", name, "It's due"), new SetNullability("t", name, IsNullable: true)]);
        (await TEngine.NormalizeAsync(Database, await Database.InspectAsync())).Should().Be(await TEngine.NormalizeAsync(Database, expected));
        (await Database.RowsAsync("t")).Should().ContainSingle();
    }

    [Test]
    public async Task What_cannot_follow_is_refused_by_name()
    {
        var t = Catalogs.Table.Of("t", Column.Int64("id").Identity().PrimaryKey(), Column.Int64("due"), Column.Int64("shift"), Column.Int64("twice").GeneratedStored($"{Due} * 2"));
        var exclusion = new AddExclusion("t", new("ex_t", "btree", [new($"{new Identifier("shift")}", "=")]));
        var obstacles = new Dictionary<string, string> { ["id"] = "its numbering: it is an identity, primary key pk_t", ["due"] = "generated column twice" };
        var open = Migration(1, [new CreateTable(t)]);
        if (TEngine.CanMake(exclusion))
        {
            obstacles.Add("shift", "exclusion constraint ex_t");
            open = Migration(1, [new CreateTable(t), exclusion]);
        }

        await Database.Migrator(ByHand, open).MigrateAsync();
        var before = await Database.InspectAsync();

        foreach (var (column, obstacle) in obstacles)
        {
            var replace = () => Database.Migrator(ByHand, open, Migration(2, [new ReplaceColumn("t", column, Column.Int64("heir"), new(old => $"{old} + 1"), new(now => $"{now} - 1"))])).MigrateAsync();

            (await replace.Should().ThrowAsync<MigrationPlanException>()).Which.Message.Should()
                .Contain($"Column {column} of t cannot be replaced while both versions run because of {obstacle}, which would stay with the old column.");
        }

        (await Database.InspectAsync()).Should().Be(before);
    }

    private static Table Ledger { get; } = Catalogs.Table.Of("ledger", Column.Int32("a").NotNull(), Column.Int32("b").NotNull()) with
    {
        PrimaryKey = new("pages", ["b", "a"]),
    };

    // The key pairs columns otherwise than by the alphabet, one name is within another, and what two tables may both have is called alike.
    private Table Table(Identifier name) => Catalogs.Table.Of(
        name,
        Column.Int64("id").PrimaryKey(),
        Column.Int32("due").NotNull(),
        Column.Int32("overdue").NotNull(),
        Column.Text("code")) with
    {
        Checks = [new("ck_due", $"{Due} > 0"), new("ck_code", $"{Code} <> 'due'")],
        Uniques = [new(IsPostgreSql ? $"uq_{name}" : "uq_due", ["overdue", "due", "code"])],
        ForeignKeys = [new("fk_page", ["due", "overdue"], "ledger", ["b", "a"]) { OnDelete = ReferentialAction.Cascade }],
        Indexes =
        [
            new Catalogs.Index($"ix_{name}_mixed", [IndexKey.Descending("due"), "code", "overdue"]),
            new Catalogs.Index($"ix_{name}_part", ["overdue"]).Where($"{Due} > 5 AND {Overdue} > 5 AND {Code} <> 'due'"),
            new Catalogs.Index($"ix_{name}_sum", [IndexKey.Of($"{Due} + {Overdue}")]),
            .. IsPostgreSql
                ? [new Catalogs.Index($"ix_{name}_special", [IndexKey.Ascending("code") with { OperatorClass = "text_pattern_ops", NullsFirst = true }]) { Included = ["due"] }]
                : Array.Empty<Catalogs.Index>(),
        ],
    };

    private bool IsPostgreSql => Database.Provider.Engine == Engines.PostgreSql;

    private static RecordedMigration Migration(long id, Operation[] operations) => new(id, $"Step{id}", [.. operations]);
}
