using CsCheck;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Conformance.Histories;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Tests.Laws;

/// <summary>The laws that need no database, on random histories.</summary>
public class RandomHistoryTests
{
    private static readonly Tombstones Tombstones = new(2026_03_14_0915);

    [Test]
    public void Inverting_any_change_of_an_operation_leads_back() => Check((operation, before) =>
    {
        var evolution = operation.Evolve(before, Tombstones);

        // From a contraction leads another way back: what has referred to the old thing refers to the new one by then.
        foreach (var change in evolution.Expand.Concat(evolution.Migrate))
        {
            var after = change.Apply(before);
            change.Invert(before).Apply(after).Should().Be(before, "{0} is inverted", change);
            before = after;
        }
    });

    [Test]
    public void Rolling_back_an_expansion_leads_back() => Check((operation, before) =>
    {
        var evolution = operation.Evolve(before, Tombstones);

        before.After(evolution.Expand).After(evolution.Rollback(before)).Should().Be(before);
    });

    [Test]
    public void A_contraction_is_the_same_whenever_it_is_planned() => Check((operation, before) =>
    {
        var evolution = operation.Evolve(before, Tombstones);
        if (evolution.Contract.Count > 0)
        {
            operation.Evolve(before.After(evolution.Expand).After(evolution.Migrate), Tombstones).Contract.Should().Equal(evolution.Contract);
        }
    });

    [Test]
    public void Stages_lead_to_where_one_leap_does() => Check((operation, before) =>
        Live(operation, before, Enum.GetValues<Phase>()).Should().Be(RandomHistory.Whole(operation, before)));

    [Test]
    public void Taking_an_operation_back_leads_to_the_catalog_before() => Check((operation, before) =>
    {
        TakenBack(operation, before, Live(operation, before, Phase.Expand, Phase.Migrate, Phase.Contract)).Should().Be(before);
        TakenBack(operation, before, Live(operation, before, Enum.GetValues<Phase>())).Should().Be(before);
    });

    [Test]
    public void Most_operations_fit_and_all_kinds_are_among_them()
    {
        var histories = RandomHistory.Gen.Array[400].Single(_ => true, seed: "0000000000000");

        var fit = histories.SelectMany(history => history.Deeds).ToList();
        fit.Count.Should().BeGreaterThan(2 * histories.Sum(history => history.Refused.Count));
        fit.Select(deed => deed.Operation.GetType()).Distinct().Should().HaveCountGreaterThan(25);
    }

    private static void Check(Action<Operation, Catalog> law) => RandomHistory.Gen.Sample(
        history =>
        {
            foreach (var (operation, before) in history.Deeds)
            {
                law(operation, before);
            }
        },
        iter: RandomHistory.Count(sample: 1_000));

    private static Catalog Live(Operation operation, Catalog before, params Phase[] phases) => phases.Aggregate(before, (catalog, phase) =>
        operation.Evolve(before, Tombstones)[phase].Count == 0 ? catalog : catalog.After(operation.Evolve(catalog, Tombstones)[phase]));

    private static Catalog TakenBack(Operation operation, Catalog before, Catalog now)
    {
        foreach (var phase in new[] { Phase.Expand, Phase.Migrate, Phase.Contract })
        {
            now = now.After(operation.Reverse(before, now, Tombstones)[phase]);
        }

        return now;
    }
}
