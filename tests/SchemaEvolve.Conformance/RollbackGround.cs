using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>A shop with rows, and what is to be left of it when all is taken back.</summary>
public abstract class RollbackGround<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    protected static MigratorOptions ByHand { get; } = new() { Contract = ContractPolicy.Manually };

    protected static RollbackOptions Lossy { get; } = new() { AllowDataLoss = true };

    protected static RecordedMigration Open { get; } = Opening(Shop.Catalog);

    protected static RecordedMigration Phones { get; } = Recorded.Migration(2, "Phones", schema => schema.Table("customers")
        .ReplaceColumn("phone", Column.Text("phone_number"), up: old => $"'+' || {old}", down: now => $"substr({now}, 2)"));

    protected static RecordedMigration Opening(Catalog catalog) => Recorded.Migration(1, "Open", schema =>
    {
        foreach (var table in catalog.Tables)
        {
            schema.Record(new CreateTable(table));
        }
    });

    protected Task OpenAsync() => OpenAsync(Shop.Catalog);

    protected async Task OpenAsync(Catalog catalog)
    {
        await Database.Migrator(ByHand, Opening(catalog)).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO countries (code, name) VALUES ('AT', 'Austria'), ('CH', 'Schweiz')");
        await Database.ExecuteAsync("INSERT INTO customers (name, phone, country, notes, points) VALUES ('Ada', '1', 'AT', 'Has more than ten letters', '3'), ('Bob', '2', NULL, 'Short', '4')");
        await Database.ExecuteAsync("INSERT INTO orders (customer, number, total) VALUES (1, 1, 9.5), (2, 2, 0)");
        if (catalog.Tables.Contains("profiles"))
        {
            await Database.ExecuteAsync("INSERT INTO profiles (customer, motto) VALUES (1, 'Onwards'), (2, 'Upwards')");
        }
    }

    protected async Task ContractAsync(params RecordedMigration[] migrations)
    {
        await Database.Migrator(ByHand, [Open, .. migrations]).MigrateAsync();
        await Database.Migrator(ByHand, [Open, .. migrations]).ContractAsync();
    }

    protected async Task ShouldNotHaveDriftedAsync(params RecordedMigration[] migrations) =>
        (await Database.Migrator(ByHand, migrations).DriftAsync()).Should().BeEmpty();

    protected Task ShouldBeAsBeforeAsync() => ShouldBeAsBeforeAsync(Shop.Catalog);

    protected async Task ShouldBeAsBeforeAsync(Catalog before)
    {
        var expected = await TEngine.NormalizeAsync(Database, before);
        var actual = await TEngine.NormalizeAsync(Database, await Database.InspectAsync());

        foreach (var table in expected.Tables)
        {
            actual.Tables.Find(table.Name).Should().Be(table);
        }

        actual.Should().Be(expected);
        (await Database.QueryAsync<string>(Database.Provider.Engine == Engines.Sqlite
            ? @"SELECT name FROM sqlite_schema WHERE name LIKE 'se\_%' ESCAPE '\' OR name LIKE '\_se\_%' ESCAPE '\' OR name LIKE 'schema\_evolve\_%' ESCAPE '\' AND type = 'trigger'"
            : @"SELECT proname FROM pg_proc WHERE proname LIKE 'se\_%' UNION ALL SELECT tgname FROM pg_trigger WHERE tgname LIKE '%se\_%'")).Should().BeEmpty();
    }
}
