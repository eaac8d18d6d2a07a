using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Sqlite.Tests;

/// <summary>Law 4: what the inspector reads after the SQL ran is what the change says, there and back.</summary>
public class ChangeTruthTests
{
    private static IEnumerable<TestCaseData> Samples => SqliteSamples.Schema.Concat(SqliteSamples.Data)
        .Select(sample => new TestCaseData(sample.Before, sample.Change).SetArgDisplayNames(sample.Change.Description));

    [TestCaseSource(nameof(Samples))]
    public async Task What_the_file_has_after_a_change_is_what_the_catalog_says(Catalog before, Change change)
    {
        using var file = await CreateAsync(before);

        await file.ApplyAsync(change);

        await ShouldBeAsync(file, change.Apply(before));
    }

    [TestCaseSource(nameof(Samples))]
    public async Task The_inverse_of_a_change_leads_the_file_back(Catalog before, Change change)
    {
        if (change.Invert(before) is Irreversible)
        {
            change.Should().BeAssignableTo<DataChange>("only its author can say that there is no way back");
            return;
        }

        using var file = await CreateAsync(before);
        await file.ApplyAsync(change);

        await file.ApplyAsync(change.Invert(before));

        await ShouldBeAsync(file, before);
    }

    [TestCaseSource(nameof(Samples))]
    public async Task A_change_and_its_inverse_in_one_plan_lead_back_as_well(Catalog before, Change change)
    {
        if (change is DataChange)
        {
            change.Apply(before).Should().Be(before);
            return;
        }

        using var file = await CreateAsync(before);

        await file.ApplyAsync(change, change.Invert(before));

        await ShouldBeAsync(file, before);
    }

    private static async Task<LiveFile> CreateAsync(Catalog catalog)
    {
        var file = new LiveFile();
        await file.ApplyAsync([.. SqliteSamples.Creating(catalog)]);

        return file;
    }

    private static async Task ShouldBeAsync(LiveFile file, Catalog promised)
    {
        var expected = SqliteCatalog.Normalize(promised);
        var actual = SqliteCatalog.Normalize(await file.InspectAsync());

        foreach (var table in expected.Tables)
        {
            actual.Tables.Find(table.Name).Should().Be(table);
        }

        actual.Should().Be(expected);
    }
}
