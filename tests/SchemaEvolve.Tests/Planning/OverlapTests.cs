using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;
using SchemaEvolve.Conformance.Histories;
using SchemaEvolve.Operations;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Tests.Planning;

/// <summary>What is asked of a table while an operation on it has still to contract is as if that had contracted before, or refused.</summary>
public class OverlapTests
{
    private static readonly PlanPolicy Staged = new(OutOfOrder.AllowIfIndependent);

    private static readonly RecordedMigration Open = new(1, "Open", [.. Shop.Catalog.Tables.Select(table => new CreateTable(table))]);

    private static IEnumerable<TestCaseData> Firsts => SampleOperations.All
        .Concat(
        [
            new RenameColumn("customers", "phone", "tel"),
            new RenameColumn("customers", "points", "score"),
            new ChangeColumnType("customers", "points", ColumnType.Int32, Conversion.None),
            new ChangeColumnType("customers", "notes", ColumnType.Text(100), Conversion.None),
            new SetDefault("customers", "points", null),
            new SetNullability("customers", "phone", IsNullable: false),
            new DropColumn("customers", "notes"),
        ])
        .Select(operation => new TestCaseData(operation).SetArgDisplayNames(operation.Description));

    [TestCaseSource(nameof(Firsts))]
    public void What_is_asked_of_a_column_in_between_is_there_in_the_end_or_refused(Operation first)
    {
        var (history, live) = Walk.Go([Open], History.Empty, Catalog.Empty, Staged);
        var expanded = Walk.Go([Open, Second(first)], history, live, Staged with { OnlyExpands = true });
        var migrated = Walk.Go([Open, Second(first)], expanded.History, expanded.Live, Staged);

        var taken = Asked(first).Sum(then => Ends(first, then, expanded) + Ends(first, then, migrated));

        taken.Should().BePositive();
    }

    [TestCaseSource(nameof(Firsts))]
    public void What_was_asked_in_between_is_taken_back(Operation first)
    {
        var (history, live) = Walk.Run([Open, Second(first)], Contracting.Nothing);
        foreach (var then in Asked(first))
        {
            RecordedMigration[] all = [Open, Second(first), new(3, "Then", [then])];
            if (Goes(all, history, live) is not { } both)
            {
                continue;
            }

            Between(Back(all, both), Shop.Catalog).Should().BeEmpty($"{then} is taken back");
            Between(Back(all, Walk.Go(all, both.History, both.Live, Staged with { Due = [2, 3] })), Shop.Catalog).Should().BeEmpty($"{then} is taken back after the contraction");
        }
    }

    private static Catalog Back(RecordedMigration[] all, (History History, Catalog Live) now)
    {
        var plan = RollbackPlanner.Plan(1, all, now.History, now.Live, Engines.Sqlite, new Walk.Wordless(), new() { AllowDataLoss = true }, isAlone: false);
        plan.Obstacles.Should().BeEmpty();

        return plan.After;
    }

    private static int Ends(Operation first, Operation then, (History History, Catalog Live) now)
    {
        RecordedMigration[] all = [Open, Second(first), new(3, "Then", [then])];
        if (Goes(all, now.History, now.Live) is not { } both)
        {
            return 0;
        }

        var (_, live) = Walk.Go(all, both.History, both.Live, Staged with { Due = [2, 3], KeepsTombstones = false });

        var whole = RandomHistory.Whole(then, RandomHistory.Whole(first, Shop.Catalog));
        Between(live, whole).Should().BeEmpty($"{then} was not refused");
        return 1;
    }

    private static (History History, Catalog Live)? Goes(RecordedMigration[] all, History history, Catalog live)
    {
        try
        {
            return Walk.Go(all, history, live, Staged);
        }
        catch (MigrationPlanException refusal)
        {
            refusal.Message.Should().NotContain("se_").And.ContainAny("Contract that first", "migration that runs afterwards", "Write that name instead", "Drop that first", "cannot be null");
            return null;
        }
    }

    // All that can be asked of the columns that it changes, and of one that it leaves alone.
    private static IEnumerable<Operation> Asked(Operation first)
    {
        var whole = RandomHistory.Whole(first, Shop.Catalog);

        return first.Tables.SelectMany(table => whole[table].Columns.Except(Shop.Catalog[table].Columns).Append(whole[table].Columns[0]).Distinct().SelectMany(column => (Operation[])
        [
            new SetComment(table, column.Name, "In other words"),
            new SetComment(table, column.Name, null),
            new SetDefault(table, column.Name, RandomOperations.Value(column.Type, 2)),
            new SetDefault(table, column.Name, null),
            new SetNullability(table, column.Name, IsNullable: true),
            new SetNullability(table, column.Name, IsNullable: false),
            new AddCheck(table, new("ck_asked", $"{column.Name} IS NOT NULL")),
            new AddUnique(table, new("uq_asked", [column.Name])),
            new CreateIndex(table, new("ix_asked", [column.Name])),
            new RequireColumn(table, column.Name, RandomOperations.Value(column.Type, 2)),
            new DropColumn(table, column.Name) { Down = RandomOperations.Value(column.Type, 2) },
            new AddColumn(table, Column.Of("asked", column.Type).GeneratedStored($"{column.Name}")),
            new SetPrimaryKey(table, new("pk_asked", [column.Name])),
        ]));
    }

    // In what two catalogs differ, part by part.
    private static IEnumerable<object> Between(Catalog one, Catalog other) =>
        one.Tables.SelectMany(Parts).Except(other.Tables.SelectMany(Parts)).Concat(other.Tables.SelectMany(Parts).Except(one.Tables.SelectMany(Parts)));

    private static IEnumerable<object> Parts(Table table) =>
    [
        .. table.Columns.Select(column => (table.Name, column)),
        .. table.Checks,
        .. table.Uniques,
        .. table.Indexes,
        .. table.ForeignKeys,
        .. table.DualWrites,
        (table.Name, table.PrimaryKey, table.Comment),
    ];

    private static RecordedMigration Second(Operation operation) => new(2, "Second", [operation]);
}
