using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>Law 4, truth: what the inspector reads after the SQL ran is what the change says, there and back.</summary>
public abstract class ChangeSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    public static IEnumerable<TestCaseData> Samples =>
    [
        .. SampleChanges.Common.Concat(SampleChanges.Data).Concat(TEngine.Special)
            .Select(change => new TestCaseData(Shop.Catalog, change).SetArgDisplayNames(change.Description)),
        .. SampleChanges.Sequels
            .Where(sequel => sequel.Before is not CreateSchema || TEngine.Special.Contains(sequel.Before))
            .Select(sequel => new TestCaseData(sequel.Before.Apply(Shop.Catalog), sequel.Change).SetArgDisplayNames(sequel.Change.Description)),
    ];

    [TestCaseSource(nameof(Samples))]
    public async Task What_the_database_has_after_a_change_is_what_the_catalog_says(Catalog before, Change change)
    {
        var create = Recorded.Migration(1, "Create", schema => Create(schema, before));
        var alter = Recorded.Migration(2, "Alter", schema => schema.Record(change));
        await Database.Migrator(create).MigrateAsync();
        await FillAsync();

        await Database.Migrator(create, alter).MigrateAsync();

        await ShouldBeAsync(change.Apply(before));
    }

    [TestCaseSource(nameof(Samples))]
    public async Task The_inverse_of_a_change_leads_the_database_back(Catalog before, Change change)
    {
        if (change.Invert(before) is Irreversible)
        {
            change.Should().BeAssignableTo<DataChange>("only its author can say that there is no way back");
            return;
        }

        var create = Recorded.Migration(1, "Create", schema => Create(schema, before));
        var alter = Recorded.Migration(2, "Alter", schema => schema.Record(change));
        var revert = Recorded.Migration(3, "Revert", schema => schema.Record(change.Invert(before)));
        await Database.Migrator(create).MigrateAsync();
        await FillAsync();
        var rows = await RowsAsync();
        await Database.Migrator(create, alter).MigrateAsync();

        await Database.Migrator(create, alter, revert).MigrateAsync();

        await ShouldBeAsync(before);
        if (!change.LosesData && change is not DataChange)
        {
            (await RowsAsync()).Should().Equal(rows);
        }
    }

    [TestCaseSource(nameof(Samples))]
    public async Task A_change_that_ran_leaves_nothing_to_do(Catalog before, Change change)
    {
        RecordedMigration[] migrations =
        [
            Recorded.Migration(1, "Create", schema => Create(schema, before)),
            Recorded.Migration(2, "Alter", schema => schema.Record(change)),
        ];
        await Database.Migrator(migrations).MigrateAsync();

        var report = await Database.Migrator(migrations).MigrateAsync();

        report.Outcome.Should().Be(MigrationOutcome.UpToDate);
        (await Database.Migrator(migrations).PlanAsync()).IsEmpty.Should().BeTrue();
    }

    private static void Create(MigrationBuilder schema, Catalog catalog)
    {
        foreach (var one in catalog.Schemas)
        {
            schema.CreateSchema(one.Name);
        }

        foreach (var type in catalog.Enums)
        {
            schema.Record(new CreateEnum(type));
        }

        foreach (var table in catalog.Tables)
        {
            schema.Record(new CreateTable(table));
        }
    }

    private async Task ShouldBeAsync(Catalog promised)
    {
        var expected = await TEngine.NormalizeAsync(Database, promised);
        var actual = await TEngine.NormalizeAsync(Database, await Database.InspectAsync());

        foreach (var table in expected.Tables)
        {
            actual.Tables.Find(table.Name).Should().Be(table);
        }

        actual.Should().Be(expected);
    }

    private async Task FillAsync()
    {
        await Database.ExecuteAsync("INSERT INTO countries (code, name) VALUES ('AT', 'Austria'), ('CH', 'Schweiz')");
        await Database.ExecuteAsync("INSERT INTO customers (name, phone, country) VALUES ('Ada', '1', 'AT'), ('Bob', '2', NULL)");
        await Database.ExecuteAsync("INSERT INTO orders (customer, number, total) VALUES (1, 1, 9.5), (2, 2, 0)");
    }

    private async Task<IReadOnlyList<string>> RowsAsync() =>
        [.. await Database.RowsAsync("countries"), .. await Database.RowsAsync("customers"), .. await Database.RowsAsync("orders")];
}
