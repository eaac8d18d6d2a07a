using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Changes;

/// <summary>Law 4: what the inspector reads after the SQL ran is what the change says, there and back.</summary>
[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
internal sealed class TruthTests(PostgreSqlServer server)
{
    [TestCaseSource(typeof(Samples), nameof(Samples.All))]
    public async Task What_is_read_after_a_change_is_what_was_promised_and_its_inverse_leads_back(Catalog before, Change change)
    {
        await using var live = await LiveCatalog.CreateAsync(server, before);
        await Samples.FillAsync(live);
        var origin = await live.InspectAsync();

        var after = await live.MakeAsync(change);

        var read = await live.InspectAsync();
        read.Should().Be(await live.NormalizeAsync(change.Apply(before)));
        read.Should().Be(await live.NormalizeAsync(after));
        switch (change.Invert(before))
        {
            case DropEnumValue:
                change.Should().BeOfType<AddEnumValue>("PostgreSQL adds values only");
                break;
            case Irreversible:
                change.Should().BeAssignableTo<DataChange>("only its author can say that there is no way back");
                break;
            default:
                await live.MakeAsync(change.Invert(origin));
                (await live.InspectAsync()).Should().Be(origin);
                break;
        }
    }

    [Test]
    public async Task A_catalog_that_was_read_is_read_again_when_it_is_created_elsewhere()
    {
        await using var live = await LiveCatalog.CreateAsync(server, Samples.Shop);
        var read = await live.InspectAsync();

        await using var copy = await LiveCatalog.CreateAsync(server, read);

        (await copy.InspectAsync()).Should().Be(read);
    }

    [TestCase("CREATE TABLE first ()")]
    [TestCase("CREATE SEQUENCE first")]
    [TestCase("CREATE VIEW first AS SELECT 1 AS one")]
    [TestCase("CREATE TYPE first AS ENUM ('one')")]
    [TestCase("CREATE DOMAIN first AS integer")]
    [TestCase("CREATE FUNCTION first() RETURNS integer LANGUAGE sql AS 'SELECT 1'")]
    [TestCase("CREATE SCHEMA first")]
    public async Task The_first_thing_that_somebody_makes_in_a_database_is_read(string sql)
    {
        await using var live = await LiveCatalog.CreateAsync(server, Catalog.Empty);
        (await live.InspectAsync()).Should().Be(Catalog.Empty);

        await live.Database.ExecuteAsync(sql);

        (await live.InspectAsync()).Should().NotBe(Catalog.Empty);
    }
}
