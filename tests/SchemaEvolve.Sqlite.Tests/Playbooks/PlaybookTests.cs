using SchemaEvolve.Conformance;
using SchemaEvolve.Conformance.Playbooks;
using SchemaEvolve.Providers;
using SchemaEvolve.Sqlite.Tests.Conformance;

namespace SchemaEvolve.Sqlite.Tests.Playbooks;

public sealed class PlaybookTests
{
    private static readonly Surroundings Found = new(new Version(3, 53, 3))
    {
        Tables = [new("patients", 2_000_000, null, null), new("visits", 30_000_000, null, null)],
        Bytes = 4_200_000_000,
        FreeBytes = 50_000_000_000,
    };

    [Test]
    public async Task A_plan_is_written_down_for_those_who_carry_it_out()
    {
        await using var database = await SqliteFile.CreateAsync();

        var plan = await Surgery.PlanAsync(SqliteFile.ForShell(database) with { Dialect = new SqliteDialect(new Version(3, 53)) }, Found);

        GoldenFile.Check(plan.ToMarkdown(), "surgery.md");
        GoldenFile.Check(plan.ToJson(), "surgery.json");
        GoldenFile.Check(plan.ToSql(), "surgery.sql");
    }

    [Test]
    public async Task A_contraction_is_written_down_with_what_carries_it_out()
    {
        await using var database = await SqliteFile.CreateAsync();

        var plan = await Surgery.PlanContractAsync(
            SqliteFile.ForShell(database) with { Dialect = new SqliteDialect(new Version(3, 53)) },
            Found);

        GoldenFile.Check(plan.ToMarkdown(), "contraction.md");
    }

    [Test]
    public async Task Where_there_is_nothing_to_do_there_is_nothing_to_prepare()
    {
        await using var database = await SqliteFile.CreateAsync();
        var migrator = database.Migrator(Surgery.Options, Surgery.Open);
        await migrator.MigrateAsync();

        var page = (await migrator.PlanAsync()).ToMarkdown();

        page.Should().StartWith("# Playbook: nothing to do on SQLite\n\n## When all is done\n");
    }

    [Test]
    public void A_plan_for_an_empty_database_is_a_short_script()
    {
        var migrator = new Migrator(SqliteProvider.Create("Data Source=nobody.db"), MigrationSet.OfRecorded(Surgery.Open), Surgery.Options);

        GoldenFile.Check(migrator.PlanFresh().ToSql(), "fresh.sql");
        File.Exists("nobody.db").Should().BeFalse();
    }
}
