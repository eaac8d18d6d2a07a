using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;
using SchemaEvolve.Operations;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Tests.Planning;

public class RollbackPlannerTests
{
    private static readonly RecordedMigration Open = Recorded.Migration(1, "Open", schema =>
    {
        foreach (var table in Shop.Catalog.Tables)
        {
            schema.Record(new CreateTable(table));
        }
    });

    private static readonly RecordedMigration Phones = Recorded.Migration(2, "Phones", schema => schema.Table("customers")
        .ReplaceColumn("phone", Column.Text("phone_number").NotNull(), up: old => $"trim({old})"));

    private static readonly RecordedMigration Numbers = Recorded.Migration(3, "Numbers", schema => schema.Table("customers")
        .AddIndex("phone_number", "country")
        .RenameColumn("phone_number", "number"));

    private static IEnumerable<TestCaseData> Operations => SampleOperations.All
        .Concat(SampleChanges.Common.Where(change => change is not (DropDualWrite or DropAlias or ExhumeColumn or ExhumeTable)))
        .Where(operation => operation is not ChangeColumnType { Column: var column } || column == "points")
        .Select(operation => new TestCaseData(operation).SetArgDisplayNames(operation.Description));

    [TestCaseSource(nameof(Operations))]
    public void An_expansion_is_taken_back(Operation operation)
    {
        var migration = new RecordedMigration(2, "Alter", [operation]);
        var (history, live) = Walk.Run([Open, migration], Contracting.Nothing);

        var plan = Back(1, [Open, migration], history, live);

        plan.Obstacles.Should().BeEmpty();
        plan.After.Should().Be(Shop.Catalog);
        plan.Steps[^1].Reaches.Should().Be(MigrationState.Pending);
    }

    [TestCaseSource(nameof(Operations))]
    public void What_has_contracted_is_taken_back(Operation operation)
    {
        var migration = new RecordedMigration(2, "Alter", [operation]);
        var (history, live) = Walk.Run([Open, migration], Contracting.Everything);

        var plan = Back(1, [Open, migration], history, live);

        plan.Obstacles.Should().BeEmpty();
        plan.After.Should().Be(Shop.Catalog);
        plan.Steps[^1].Reaches.Should().Be(MigrationState.Pending);
    }

    [TestCaseSource(nameof(Operations))]
    public void What_was_kept_is_taken_back_where_nobody_else_is_there(Operation operation)
    {
        var migration = new RecordedMigration(2, "Alter", [operation]);
        var (history, live) = Walk.Run([Open, migration], Contracting.Everything);

        var plan = Back(1, [Open, migration], history, live, isAlone: true);

        plan.Obstacles.Should().BeEmpty();
        plan.After.Should().Be(Shop.Catalog);
    }

    [TestCaseSource(nameof(Operations))]
    public void A_rollback_that_was_cut_off_after_any_step_goes_on(Operation operation)
    {
        var migration = new RecordedMigration(2, "Alter", [operation]);
        var (history, live) = Walk.Run([Open, migration], Contracting.Everything);

        var whole = Back(1, [Open, migration], history, live).Steps;
        for (var done = 0; done < whole.Count; done++)
        {
            var (cutHistory, cutLive) = whole.Take(done).Aggregate((history, live), (at, step) => Walk.Do(at.history, at.live, step));

            var rest = Back(1, [Open, migration], cutHistory, cutLive);

            rest.Obstacles.Should().BeEmpty();
            rest.After.Should().Be(Shop.Catalog);
            rest.Steps[^1].Reaches.Should().Be(MigrationState.Pending);
        }
    }

    [Test]
    public void A_rollback_that_was_cut_off_between_two_tables_goes_on()
    {
        var open = new RecordedMigration(1, "Open", [.. Library.Catalog.Tables.Select(table => new CreateTable(table))]);
        var widen = new RecordedMigration(2, "Widen", [new WidenPrimaryKey("books", ColumnType.Int64)]);
        var (history, live) = Walk.Run([open, widen], Contracting.Everything);

        var first = Back(1, [open, widen], history, live).Steps[0].Changes;
        for (var done = 1; done < first.Count; done++)
        {
            var rest = Back(1, [open, widen], With(history, MigrationState.RollingBack), live.After(first.Take(done)));

            rest.Obstacles.Should().BeEmpty($"{first[done - 1]} was the last");
            rest.After.Should().Be(Library.Catalog);
        }
    }

    [Test]
    public void The_old_version_is_made_possible_before_anything_is_taken_from_the_new_one()
    {
        var (history, live) = Walk.Run([Open, Phones], Contracting.Everything);

        var plan = Back(1, [Open, Phones], history, live);

        Steps(plan).Should().Equal(
            "2 Phones, Expand: Bring column phone of customers back from _se_dropped_2_phone; Keep phone_number and phone of customers in step",
            "2 Phones, Migrate: Fill phone of customers",
            "2 Phones, Migrate: Verify phone of customers; Create index _se_twin_ix_customers_name_phone on customers; Add unique constraint _se_twin_uq_customers_phone_phone to customers (phone)",
            "2 Phones, Contract: Verify phone of customers; No longer keep se_kept_customers_phone_number_phone of customers in step; Drop index ix_customers_name of customers; Drop unique constraint uq_customers_phone of customers; Drop column phone_number from customers; Rename index _se_twin_ix_customers_name_phone of customers to ix_customers_name; Rename constraint _se_twin_uq_customers_phone_phone of customers to uq_customers_phone");
    }

    [Test]
    public void Several_migrations_go_back_together_so_that_both_versions_work_in_between()
    {
        var (history, live) = Walk.Run([Open, Phones, Numbers], Contracting.Everything);

        var plan = Back(1, [Open, Phones, Numbers], history, live);

        plan.Obstacles.Should().BeEmpty();
        plan.After.Should().Be(Shop.Catalog);
        plan.Steps.Select(step => (step.Migration.Id, step.Phase)).Distinct().Should().Equal(
            (3, Phase.Expand), (2, Phase.Expand), (3, Phase.Migrate), (2, Phase.Migrate), (3, Phase.Contract), (2, Phase.Contract));
    }

    [Test]
    public void Whoever_keeps_both_versions_stops_in_between_and_goes_on_later()
    {
        var (history, live) = Walk.Run([Open, Phones], Contracting.Everything);

        foreach (var step in Back(1, [Open, Phones], history, live, new() { KeepsBoth = true }).Steps)
        {
            (history, live) = Walk.Do(history, live, step);
        }

        history.Find(2)!.State.Should().Be(MigrationState.Reopened);
        live["customers"].Columns.Select(column => column.Name.Value).Should().Contain("phone", "phone_number");
        Back(1, [Open, Phones], history, live, new() { KeepsBoth = true }).IsEmpty.Should().BeTrue();
        Back(1, [Open, Phones], history, live).After.Should().Be(Shop.Catalog);
    }

    [Test]
    public void A_start_leaves_alone_what_was_reopened_and_refuses_what_is_rolling_back()
    {
        var (history, live) = Walk.Run([Open, Phones], Contracting.Everything);
        var reopened = With(history, MigrationState.Reopened);
        var rollingBack = With(history, MigrationState.RollingBack);

        var plan = () => Planner.Plan([Open, Phones], rollingBack, live, Engines.Sqlite, new Walk.Wordless(), new(OutOfOrder.AllowIfIndependent));

        Planner.Plan([Open, Phones], reopened, live, Engines.Sqlite, new Walk.Wordless(), new(OutOfOrder.AllowIfIndependent)).IsEmpty.Should().BeTrue();
        Planner.Plan([Open], reopened, live, Engines.Sqlite, new Walk.Wordless(), new(OutOfOrder.AllowIfIndependent)).IsEmpty.Should().BeTrue();
        plan.Should().Throw<MigrationHistoryException>().WithMessage(
            "A rollback of 2 Phones was begun and has not ended. Call RollbackAsync again, from the release that has it: it goes on where it stopped.");
    }

    [Test]
    public void What_is_lost_and_what_cannot_be_done_is_listed_as_a_whole()
    {
        var messy = Recorded.Migration(2, "Mess", schema =>
        {
            schema.Table("customers").AddColumn(Column.Text("email")).DropColumn("notes");
            schema.CreateTable("messes", Column.Int64("id").PrimaryKey());
            schema.Table("messes").AddColumn(Column.Text("kind"));
            schema.SqlIrreversible($"DELETE FROM customers", "They are gone.");
            schema.RunIrreversible("count", 1, (_, _) => Task.CompletedTask, "It cannot be uncounted.");
        });
        var (history, live) = Walk.Run([Open, messy], Contracting.EverythingAndPurge);

        var plan = Back(1, [Open, messy], history, live, new());

        plan.Obstacles.Should().BeEquivalentTo(
            "2 Mess: Run C#: count: there is no way back. It cannot be uncounted.",
            "2 Mess: Run SQL: DELETE FROM customers: there is no way back. They are gone.");
        plan.Losses.Select(loss => loss.What).Should().BeEquivalentTo(
            "2 Mess: Table messes would be dropped, with all its rows.",
            "2 Mess: Column notes of customers would come back without its values: they are not kept any more.",
            "2 Mess: Column email of customers would be dropped, with all that was written in it.");
        Back(1, [Open, messy], history, live, new() { AllowDataLoss = true }).Obstacles.Should().HaveCount(2);
    }

    [Test]
    public void What_this_release_does_not_know_or_has_changed_is_not_taken_back()
    {
        var (history, live) = Walk.Run([Open, Phones, Numbers], Contracting.Nothing);
        var edited = Recorded.Migration(2, "Phones", schema => schema.Table("customers").AddColumn(Column.Text("email")));

        var plan = Back(1, [Open, edited], history, live);

        plan.Obstacles.Should().Equal(
            "Migration 2 Phones has changed since it ran, so nobody knows what it did. Put the old text back.",
            "Migration 3 Numbers of version 1.0 is not known to this release. Call RollbackAsync from the release that has it.");
    }

    [Test]
    public void There_is_no_way_back_to_what_never_was()
    {
        var back = () => Back(7, [Open], History.Empty, Catalog.Empty);

        back.Should().Throw<MigrationHistoryException>().WithMessage("Migration 7 has not run, so there is no way back to it.*");
    }

    [Test]
    public void A_table_that_no_migration_made_is_taken_for_what_it_is_now()
    {
        var (history, live) = Walk.Run([Phones, Numbers], Contracting.Everything, Shop.Catalog);

        var plan = Back(0, [Phones, Numbers], history, live);

        plan.Obstacles.Should().BeEmpty();
        plan.After.Should().Be(Shop.Catalog);
    }

    [Test]
    public void What_was_overwritten_in_a_table_that_no_migration_made_is_named_rather_than_kept_in_silence()
    {
        var overwrite = Recorded.Migration(2, "Overwrite", schema =>
        {
            schema.Table("customers").SetDefault("phone", "0").RequireColumn("notes", $"''").DropColumn("points");
            schema.Table("customers").ReplaceColumn("name", Column.Text("title"), up: old => $"trim({old})");
            schema.Table("orders").ChangeType("total", ColumnType.Decimal(14, 2));
            schema.CreateTable("extras", Column.Int64("id").PrimaryKey(), Column.Text("kind"));
            schema.Table("extras").SetDefault("kind", "x");
        });
        var (history, live) = Walk.Run([overwrite], Contracting.Everything, Shop.Catalog with { Tables = [.. Shop.Catalog.Tables.Select(Unruled)] });

        var plan = Back(0, [overwrite], history, live, new());

        plan.Losses.Select(loss => loss.What).Where(loss => loss.EndsWith("so nobody knows how it was before.")).Select(loss => loss.Split(" would")[0]).Should().BeEquivalentTo(
            "2 Overwrite: The default of column phone of customers",
            "2 Overwrite: Whether column notes of customers allows NULL",
            "2 Overwrite: Whether column points of customers allows NULL",
            "2 Overwrite: Whether column name of customers allows NULL",
            "2 Overwrite: The type of column total of orders");
        Back(0, [overwrite], history, live).Obstacles.Should().BeEmpty();

        static Table Unruled(Table table) => table with { Checks = [], Indexes = [] };
    }

    [Test]
    public void A_name_that_means_something_else_by_now_is_given_back_first()
    {
        var recycle = Recorded.Migration(2, "Recycle", schema =>
        {
            schema.Table("customers").DropColumn("notes");
            schema.RenameTable("orders", "purchases");
        });
        var reuse = Recorded.Migration(3, "Reuse", schema =>
        {
            schema.Table("customers").AddColumn(Column.Int32("notes"));
            schema.Table("purchases").RenameColumn("total", "amount");
        });
        var (history, live) = Walk.Run([Open, recycle, reuse], Contracting.Everything);

        var plan = Back(1, [Open, recycle, reuse], history, live);

        plan.Obstacles.Should().BeEmpty();
        plan.After.Should().Be(Shop.Catalog);
        Back(1, [Open, recycle, reuse], history, live, new() { AllowDataLoss = true, KeepsBoth = true }).Obstacles.Should().ContainSingle().Which
            .Should().StartWith("The old and the new version cannot both work on this database");
    }

    [Test]
    public void Everything_can_go()
    {
        var (history, live) = Walk.Run([Open, Phones, Numbers], Contracting.Everything);

        var plan = Back(0, [Open, Phones, Numbers], history, live);

        plan.Obstacles.Should().BeEmpty();
        plan.After.IsEmpty.Should().BeTrue();
    }

    private static Plan Back(long to, RecordedMigration[] migrations, History history, Catalog live, RollbackOptions? options = null, bool isAlone = false) =>
        RollbackPlanner.Plan(to, migrations, history, live, Engines.Sqlite, new Walk.Wordless(), options ?? new() { AllowDataLoss = true }, isAlone);

    private static IEnumerable<string> Steps(Plan plan) => plan.Steps.Select(step => step.ToString());

    private static History With(History history, MigrationState state) =>
        new([.. history.Migrations.Select(entry => entry.Id == 2 ? entry with { State = state } : entry)]);
}
