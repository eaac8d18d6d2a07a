using SchemaEvolve.Conformance;
using SchemaEvolve.Conformance.Playbooks;
using SchemaEvolve.PostgreSql.Tests.Servers;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Tests.Playbooks;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.Newest))]
public sealed class PlaybookTests(PostgreSqlServer server)
{
    private static readonly Surroundings Found = new(new Version(14, 23))
    {
        Tables = [new("patients", 2_000_000, 400_000_000, 90_000_000), new("visits", 30_000_000, 3_000_000_000, 700_000_000)],
        Bytes = 4_200_000_000,
    };

    [Test]
    public async Task A_plan_is_written_down_for_those_who_carry_it_out()
    {
        await using var database = await server.CreateDatabaseAsync();

        var plan = await Surgery.PlanAsync(
            PostgreSqlProvider.Create(database.ConnectionString) with { Dialect = new PostgreSqlDialect(new Version(14, 23), new Volatility([])) },
            Found);

        GoldenFile.Check(plan.ToMarkdown(), "surgery.md");
        GoldenFile.Check(plan.ToJson(), "surgery.json");
        GoldenFile.Check(plan.ToSql(), "surgery.sql");
    }

    [Test]
    public async Task A_contraction_is_written_down_with_what_carries_it_out()
    {
        await using var database = await server.CreateDatabaseAsync();

        var plan = await Surgery.PlanContractAsync(
            PostgreSqlProvider.Create(database.ConnectionString) with { Dialect = new PostgreSqlDialect(new Version(14, 23), new Volatility([])) },
            Found);

        GoldenFile.Check(plan.ToMarkdown(), "contraction.md");
    }

    [Test]
    public void A_plan_for_an_empty_database_is_a_short_script()
    {
        var migrator = new Migrator(PostgreSqlProvider.Create("Host=nowhere.invalid"), MigrationSet.OfRecorded(Surgery.Open), Surgery.Options);

        GoldenFile.Check(migrator.PlanFresh().ToSql(), "fresh.sql");
    }
}
