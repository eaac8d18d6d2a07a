using CsCheck;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Conformance.Histories;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Tests.Laws;

/// <summary>The laws that need no database, on random histories.</summary>
public class RandomHistoryTests
{
    [Test]
    public Task Inverting_any_change_of_an_operation_leads_back() => Check((operation, before) =>
    {
        var evolution = operation.Evolve(before, Staged.Tombstones);

        // From a contraction leads another way back: what has referred to the old thing refers to the new one by then.
        foreach (var change in evolution.Expand.Concat(evolution.Migrate))
        {
            var after = change.Apply(before);
            change.Invert(before).Apply(after).Should().Be(before, "{0} is inverted", change);
            before = after;
        }
    });

    [Test]
    public Task Rolling_back_an_expansion_leads_back() => Check((operation, before) =>
    {
        var evolution = operation.Evolve(before, Staged.Tombstones);

        before.After(evolution.Expand).After(evolution.Rollback(before)).Should().Be(before);
    });

    [Test]
    public Task A_contraction_is_the_same_whenever_it_is_planned() => Check((operation, before) =>
    {
        var evolution = operation.Evolve(before, Staged.Tombstones);
        if (evolution.Contract.Count > 0)
        {
            operation.Evolve(before.After(evolution.Expand).After(evolution.Migrate), Staged.Tombstones).Contract.Should().Equal(evolution.Contract);
        }
    });

    [Test]
    public Task Stages_lead_to_where_one_leap_does() => Check((operation, before) =>
        Staged.Lived(operation, before, Enum.GetValues<Phase>()).Should().Be(RandomHistory.Whole(operation, before)));

    [Test]
    public Task Taking_an_operation_back_leads_to_the_catalog_before() => Check((operation, before) =>
    {
        Staged.TakenBack(operation, before, Staged.Lived(operation, before, Phase.Expand, Phase.Migrate, Phase.Contract)).Should().Be(before);
        Staged.TakenBack(operation, before, Staged.Lived(operation, before, Enum.GetValues<Phase>())).Should().Be(before);
    });

    [Test]
    public void Most_operations_fit_and_all_kinds_are_among_them()
    {
        var histories = RandomHistory.Gen.Array[400].Single(_ => true, seed: "0000000000000");

        var fit = histories.SelectMany(history => history.Deeds).ToList();
        fit.Count.Should().BeGreaterThan(2 * histories.Sum(history => history.Refused.Count));
        fit.Select(deed => deed.Operation.GetType()).Distinct().Should().HaveCountGreaterThan(25);
    }

    private static Task<long> Check(Action<Operation, Catalog> law) => RandomHistory.TryAsync(sample: 1_000, history =>
    {
        foreach (var (operation, before) in history.Deeds)
        {
            law(operation, before);
        }

        return Task.CompletedTask;
    });
}
