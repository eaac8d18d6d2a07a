using SchemaEvolve.Conformance;
using SchemaEvolve.PostgreSql;
using SchemaEvolve.PostgreSql.Tests.Servers;
using SchemaEvolve.Providers;
using SchemaEvolve.Testing.Rehearsing;

namespace SchemaEvolve.Testing.Tests;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.Newest))]
public sealed class PostgreSqlRehearsalTests(PostgreSqlServer server) : RehearsalSuite
{
    private protected override Recipe ToAnswers => Recipe.Of(RehearseAnswers);

    protected override int CutOffsEach => QuickStartShop.IsPatient ? 2 : 0;

    [Test]
    public async Task What_raw_sql_costs_beyond_what_its_author_has_promised_is_told()
    {
        var report = await RehearseAsync(
            Open,
            Recorded.Migration(2, "Dial", schema =>
            {
                schema.Sql($"ALTER TABLE notes ALTER COLUMN phone TYPE integer USING phone::integer", $"ALTER TABLE notes ALTER COLUMN phone TYPE text");
                schema.NoRewrite();
                schema.AtMost(TableLock.ShareUpdateExclusive);
            }),
            Recorded.Migration(3, "Index", schema =>
            {
                schema.Table("notes").AddIndex("phone");
                schema.AtMost(TableLock.ShareUpdateExclusive);
            }));

        report.Problems.Select(problem => problem.ToString()).Should().Equal(
            "2 Dial: it writes every row of notes anew, and NoRewrite() promises that nothing does",
            "2 Dial: it locks notes in AccessExclusive mode, and AtMost(TableLock.ShareUpdateExclusive) promises that nothing does");
        report.Costs.Should().Contain(cost => cost.Migration.Id == 2 && cost.Impact == new Impact("notes", TableLock.AccessExclusive) { Rewrites = true, Scans = true });
    }

    // What the server makes of a list, it spells in yet another way when it reads that again.
    [Test]
    public async Task A_view_that_comes_back_in_the_words_of_the_server_is_the_same()
    {
        var report = await RehearseAsync(
            new RehearsalOptions { CutOffs = CutOffs.None },
            Open,
            Recorded.Migration(2, "Short", schema => schema.Sql($"CREATE VIEW short AS SELECT id FROM notes WHERE phone::varchar IN ('1', '2')", $"DROP VIEW short")),
            Recorded.Migration(3, "Long", schema => schema.Sql(
                $"DROP VIEW short",
                $"CREATE VIEW short AS SELECT id FROM notes WHERE phone::varchar::text = ANY (ARRAY['1'::varchar, '2'::varchar]::text[])")));

        report.Verify();
    }

    protected override async Task<RehearsalReport> RunAsync(MigrationSet migrations, RehearsalOptions options) =>
        await Rehearsal.Of(migrations, options).UsePostgreSql(await server.AddressAsync()).RunAsync();

    protected override async Task<FreshDatabase> CopyableAsync() => await FreshDatabases.Of(MigrationSet.Of(), new() { Ahead = 0 }).UsePostgreSql(await server.AddressAsync()).CreateAsync();

    protected override async Task<RehearsalReport> RehearseQuickStartAsync() => await Rehearsal.RunAsync(QuickStartShop.OnPostgreSql, await server.AddressAsync());

    private static Rehearsal RehearseAnswers(string connectionString) =>
        Rehearsal.Of(MigrationSet.OfRecorded(Open, Answers), new() { CutOffs = CutOffs.Every }).UsePostgreSql(connectionString);
}
