using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;
using SchemaEvolve.Operations;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Tests.Laws;

public class ChangeLawsTests
{
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
    ];

    private static IEnumerable<TestCaseData> Changes => SampleChanges.All.Select(sample =>
        new TestCaseData(sample.Change, sample.Before).SetArgDisplayNames(sample.Change.Description));

    private static IEnumerable<TestCaseData> AllOperations => Operations.Select(sample =>
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
        var evolution = operation.Evolve(before);

        var expanded = before.After(evolution.Expand);

        expanded.After(evolution.Rollback(before)).Should().Be(before);
    }

    [TestCaseSource(nameof(AllOperations))]
    public void A_contraction_is_the_same_whether_it_is_planned_before_or_after_the_expansion(Operation operation, Catalog before)
    {
        var evolution = operation.Evolve(before);
        if (evolution.Contract.Count == 0)
        {
            evolution.Expand.Concat(evolution.Migrate).Should().NotBeEmpty();
            return;
        }

        var expanded = before.After(evolution.Expand);

        operation.Evolve(expanded).Contract.Should().Equal(evolution.Contract);
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
        var kinds = typeof(Operation).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Operation)) && !type.IsAbstract);

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
