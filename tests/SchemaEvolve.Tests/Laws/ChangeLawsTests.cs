using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;
using SchemaEvolve.Operations;
using SchemaEvolve.Planning;
using SchemaEvolve.Tests.Planning;

namespace SchemaEvolve.Tests.Laws;

public class ChangeLawsTests
{
    private static readonly Operation PrimaryKeyColumn = new ChangeColumnType("orders", "number", ColumnType.Int64, Conversion.None);

    private static readonly (Operation Operation, Catalog Before)[] Operations =
    [
        .. SampleChanges.All.Select(sample => ((Operation)sample.Change, sample.Before)),
        (new Unsafe("nobody is there", new DropColumn("customers", "notes")), Shop.Catalog),
        (new DropConstraint("customers", "ck_customers_name"), Shop.Catalog),
        (new DropConstraint("customers", "uq_customers_phone"), Shop.Catalog),
        (new DropConstraint("customers", "fk_customers_country"), Shop.Catalog),
        (new DropConstraint("orders", "pk_orders"), Shop.Catalog),
        (new AddTableOption("orders", "WITHOUT ROWID"), Shop.Catalog),
        (new AddForeignKey("orders", new("fk_orders_customer", ["customer"], "customers", [])), Shop.Catalog),
        .. SampleOperations.All.Select(operation => (operation, Shop.Catalog)),
        .. SampleOperations.Pairs.Select(operation => (operation, Shop.Paired)),
        (new WidenPrimaryKey("books", ColumnType.Int64), Library.Catalog),
    ];

    private static IEnumerable<TestCaseData> Changes => SampleChanges.All.Select(sample =>
        new TestCaseData(sample.Change, sample.Before).SetArgDisplayNames(sample.Change.Description));

    private static IEnumerable<TestCaseData> AllOperations => Operations.Where(sample => sample.Operation != PrimaryKeyColumn).Select(sample =>
        new TestCaseData(sample.Operation, sample.Before).SetArgDisplayNames(sample.Operation.Description));

    [TestCaseSource(nameof(Changes))]
    public void Inverting_a_change_leads_back_to_the_catalog_before(Change change, Catalog before)
    {
        var after = change.Apply(before);

        after.Equals(before).Should().Be(change is DataChange);
        change.Invert(before).Apply(after).Should().Be(before);
    }

    [TestCaseSource(nameof(AllOperations))]
    public void Rolling_back_an_expansion_leads_back_to_the_catalog_before(Operation operation, Catalog before)
    {
        var evolution = operation.Evolve(before, Staged.Tombstones);

        var expanded = before.After(evolution.Expand);

        expanded.After(evolution.Rollback(before)).Should().Be(before);
    }

    [TestCaseSource(nameof(AllOperations))]
    public void A_contraction_is_the_same_whether_it_is_planned_before_or_after_the_expansion(Operation operation, Catalog before)
    {
        var evolution = operation.Evolve(before, Staged.Tombstones);
        if (evolution.Contract.Count == 0)
        {
            evolution.Expand.Concat(evolution.Migrate).Should().NotBeEmpty();
            return;
        }

        var migrated = before.After(evolution.Expand).After(evolution.Migrate);

        operation.Evolve(migrated, Staged.Tombstones).Contract.Should().Equal(evolution.Contract);
    }

    [TestCaseSource(nameof(AllOperations))]
    public void A_run_that_is_cut_off_behind_any_change_goes_on_to_the_same_end(Operation operation, Catalog before)
    {
        var migration = new RecordedMigration(1, "Only", [operation]);
        var policy = new PlanPolicy(OutOfOrder.AllowIfIndependent) { Due = [1] };
        var plan = Planner.Plan([migration], History.Empty, before, Engines.Sqlite, new Walk.Stumbling(), policy);
        var whole = plan.Steps.Aggregate((History: History.Empty, Live: before), (at, step) => Walk.Do(at.History, at.Live, step));

        for (var cut = 1; cut < plan.Steps.Count; cut++)
        {
            var (history, live) = plan.Steps.Take(cut).Aggregate((History: History.Empty, Live: before), (at, step) => Walk.Do(at.History, at.Live, step));
            Walk.Go([migration], history, live, policy, new Walk.Stumbling()).Live.Should().Be(whole.Live, $"it was cut off behind step {cut}, {plan.Steps[cut - 1]}");
        }
    }

    [TestCaseSource(nameof(AllOperations))]
    public void Stages_lead_to_where_one_leap_does(Operation operation, Catalog before)
    {
        var alone = operation.EvolveAlone(before);
        var leap = before.After([.. alone.Expand, .. alone.Migrate, .. alone.Contract]);

        Staged.Lived(operation, before, Enum.GetValues<Phase>()).Should().Be(leap);
    }

    [TestCaseSource(nameof(AllOperations))]
    public void Taking_a_complete_operation_back_leads_to_the_catalog_before(Operation operation, Catalog before)
    {
        var contracted = Staged.Lived(operation, before, Phase.Expand, Phase.Migrate, Phase.Contract);

        Staged.TakenBack(operation, before, contracted).Should().Be(before);
    }

    [TestCaseSource(nameof(AllOperations))]
    public void Taking_an_operation_back_leads_to_the_catalog_before_even_if_nothing_is_kept_any_more(Operation operation, Catalog before)
    {
        var purged = Staged.Lived(operation, before, Enum.GetValues<Phase>());

        Staged.TakenBack(operation, before, purged).Should().Be(before);
    }

    [TestCaseSource(nameof(AllOperations))]
    public void The_way_back_is_the_same_whether_it_is_planned_before_or_after_the_old_version_is_possible_again(Operation operation, Catalog before)
    {
        var contracted = Staged.Lived(operation, before, Phase.Expand, Phase.Migrate, Phase.Contract);
        var back = operation.Reverse(before, contracted, Staged.Tombstones);
        if (back.Contract.Count == 0 || back.Expand.Count == 0)
        {
            return;
        }

        var opened = contracted.After(back.Expand).After(back.Migrate);

        operation.Reverse(before, opened, Staged.Tombstones).Contract.Should().Equal(back.Contract);
    }

    [Test]
    public void A_column_that_others_find_rows_by_is_not_replaced_in_stages()
    {
        var evolve = () => PrimaryKeyColumn.Evolve(Shop.Catalog, Staged.Tombstones);

        evolve.Should().Throw<CatalogException>().WithMessage(
            "Column number of orders cannot be replaced while both versions run because of primary key pk_orders, which would stay with the old column. Drop that first, in a migration before this one, and create it anew afterwards.");
    }

    [Test]
    public void Only_a_key_of_whole_numbers_is_widened_and_only_to_whole_numbers()
    {
        var countries = () => new WidenPrimaryKey("countries", ColumnType.Int64).Evolve(Shop.Catalog, Staged.Tombstones);
        var orders = () => new WidenPrimaryKey("orders", ColumnType.Guid).Evolve(Shop.Catalog, Staged.Tombstones);

        countries.Should().Throw<CatalogException>().WithMessage("Table countries has no whole number in its primary key that could be widened. There is: code, which is char(2).");
        orders.Should().Throw<CatalogException>().WithMessage("A primary key is widened to a longer whole number, and guid is none. Write ColumnType.Int64, or leave it out.");
        new WidenPrimaryKey("customers", ColumnType.Int64).Evolve(Shop.Catalog, Staged.Tombstones).Should().Be(Evolution.None);
    }

    [Test]
    public void Where_whole_numbers_are_stored_alike_a_key_is_widened_in_place()
    {
        var evolution = new WidenPrimaryKey("books", ColumnType.Int64).Evolve(Library.Catalog with { StoresIntegersAlike = true }, Staged.Tombstones);

        evolution.Expand.Should().AllBeOfType<ChangeColumnType>().And.HaveCount(4);
        (evolution with { Expand = [] }).Should().Be(Evolution.None);
    }

    [Test]
    public void There_is_a_sample_of_every_change()
    {
        var kinds = typeof(Change).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Change)) && !type.IsAbstract);

        SampleChanges.All.Select(sample => sample.Change.GetType()).Distinct().Should().BeEquivalentTo(kinds);
    }

    [Test]
    public void There_is_a_sample_of_every_operation()
    {
        var kinds = typeof(Operation).Assembly.GetTypes().Where(type => type.IsPublic && type.IsSubclassOf(typeof(Operation)) && !type.IsAbstract);

        Operations.Select(sample => sample.Operation.GetType()).Distinct().Should().BeEquivalentTo(kinds);
    }

    [Test]
    public void Fingerprints_stay_what_they_were_in_every_release_before() => GoldenFile.Check(
        string.Join('\n', Operations.Select(sample => Fingerprint.Line(sample.Operation))) + "\n",
        "Fingerprints.txt");

    [Test]
    public void No_two_samples_have_the_same_fingerprint() =>
        Operations.Select(sample => Fingerprint.Of(sample.Operation)).Should().OnlyHaveUniqueItems();
}
