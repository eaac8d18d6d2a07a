using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Conformance;

/// <summary>Law 4, truth: what the inspector reads after the SQL ran is what the change says, there and back.</summary>
public abstract class ChangeSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    // Some samples lose values on purpose.
    private static readonly MigratorOptions AtOnce = new() { Contract = ContractPolicy.Immediately, Safety = SafetyLevel.Off };

    public static IEnumerable<TestCaseData> Samples => Named(Possible);

    public static IEnumerable<TestCaseData> Impossible => Named(SampleChanges.All.Where(sample =>
        !TEngine.CanMake(sample.Change) && !SampleChanges.Others.Contains(sample.Change) && Makings(sample.Change).All(TEngine.CanMake)));

    private static IEnumerable<(Change Change, Catalog Before)> Possible => SampleChanges.All.Where(sample =>
        !SampleChanges.Others.Contains(sample.Change) && Makings(sample.Change).Append(sample.Change).All(TEngine.CanMake));

    [TestCaseSource(nameof(Samples))]
    public async Task A_change_makes_what_the_catalog_says_and_its_inverse_leads_back(Change change, Catalog before)
    {
        var create = Recorded.Migration(1, "Create", schema => Create(schema, before));
        var alter = Recorded.Migration(2, "Alter", schema => schema.Record(change));
        await Database.Migrator(AtOnce, create).MigrateAsync();
        await FillAsync(before);
        var rows = await RowsAsync(before);

        await Database.Migrator(AtOnce, create, alter).MigrateAsync();
        var again = await Database.Migrator(AtOnce, create, alter).MigrateAsync();

        await ShouldBeAsync(change.Apply(before));
        again.Outcome.Should().Be(MigrationOutcome.UpToDate);
        (await Database.Migrator(AtOnce, create, alter).PlanAsync()).IsEmpty.Should().BeTrue();
        (await Database.Migrator(AtOnce, create, alter).DriftAsync()).Should().BeEmpty();
        if (!TEngine.CanMake(change.Invert(before)))
        {
            return;
        }

        var revert = Recorded.Migration(3, "Revert", schema => schema.Record(change.Invert(before)));
        await Database.Migrator(AtOnce, create, alter, revert).MigrateAsync();

        await ShouldBeAsync(before);
        (await Database.Migrator(AtOnce, create, alter, revert).DriftAsync()).Should().BeEmpty();
        if (!change.LosesData && change is not DataChange)
        {
            (await RowsAsync(before)).Should().Equal(rows);
        }
    }

    [TestCaseSource(nameof(Impossible))]
    public async Task What_the_database_cannot_do_is_refused_before_anything_is_touched(Change change, Catalog before)
    {
        var create = Recorded.Migration(1, "Create", schema => Create(schema, before));
        await Database.Migrator(AtOnce, create).MigrateAsync();
        var there = await Database.InspectAsync();

        var alter = () => Database.Migrator(AtOnce, create, Recorded.Migration(2, "Alter", schema => schema.Record(change))).MigrateAsync();

        (await alter.Should().ThrowAsync<MigrationPlanException>()).Which.Message.Should().StartWith("Migration 2 Alter cannot be planned at “");
        (await Database.InspectAsync()).Should().Be(there);
    }

    private static IEnumerable<Change> Makings(Change change) =>
        SampleChanges.Sequels.Where(sequel => sequel.Change == change).Select(sequel => sequel.Before);

    private static IEnumerable<TestCaseData> Named(IEnumerable<(Change Change, Catalog Before)> samples) =>
        samples.Select(sample => new TestCaseData(sample.Change, sample.Before).SetArgDisplayNames(sample.Change.Description));

    private static void Create(MigrationBuilder schema, Catalog catalog)
    {
        foreach (var one in catalog.Schemas)
        {
            schema.CreateSchema(one.Name);
        }

        foreach (var extension in catalog.Extensions)
        {
            schema.CreateExtension(extension.Name);
        }

        foreach (var sequence in catalog.Sequences)
        {
            schema.Record(new CreateSequence(sequence));
        }

        foreach (var type in catalog.Enums)
        {
            schema.Record(new CreateEnum(type));
        }

        foreach (var table in catalog.Tables)
        {
            schema.Record(new CreateTable(table));
        }

        foreach (var alias in catalog.Aliases)
        {
            schema.Record(new CreateAlias(alias));
        }

        foreach (var mirror in catalog.Mirrors)
        {
            schema.Record(new AddMirror(mirror));
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

    private async Task FillAsync(Catalog catalog)
    {
        await Database.ExecuteAsync("INSERT INTO countries (code, name) VALUES ('AT', 'Austria'), ('CH', 'Schweiz')");
        await Database.ExecuteAsync("INSERT INTO customers (name, phone, country) VALUES ('Ada', '1', 'AT'), ('Bob', '2', NULL)");
        if (catalog.Tables.FirstOrDefault(table => table.Columns.Contains("placed_at")) is { } orders)
        {
            var total = orders.Columns.Single(column => column.Type is DecimalType).Name;
            await Database.ExecuteAsync($"INSERT INTO {orders.Name.Quoted} (customer, number, {total.Quoted}) VALUES (1, 1, 9.5), (2, 2, 0)");
        }
    }

    private async Task<IReadOnlyList<string>> RowsAsync(Catalog catalog)
    {
        var rows = new List<string>();
        foreach (var table in catalog.Tables)
        {
            rows.AddRange(await Database.RowsAsync(table.Name.Name.Value));
        }

        return rows;
    }
}
