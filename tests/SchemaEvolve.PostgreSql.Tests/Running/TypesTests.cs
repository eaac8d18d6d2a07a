using Dapper;
using Npgsql;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Running;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
public sealed class TypesTests(PostgreSqlServer server) : DatabaseTests(server)
{
    private readonly List<string> _moods = [];

    [Test]
    public async Task A_step_in_CSharp_knows_the_types_that_the_steps_before_it_made()
    {
        var migration = Recorded.Migration(1, "Ask", schema =>
        {
            schema.CreateEnum("mood", "sad", "happy");
            schema.Record(new CreateTable(Table.Of("people", Column.Int64("id").PrimaryKey(), Column.Enum("mood", "mood").Default("happy"))));
            schema.Sql($"INSERT INTO people (id) VALUES (1)", down: $"DELETE FROM people");
            schema.RunIrreversible("Ask how they are", 1, AskAsync, "Nothing was done");
        });

        await MigrateAsync(migration);

        _moods.Should().Equal("happy");
    }

    [Test]
    public async Task A_step_in_CSharp_knows_the_types_that_others_made_after_the_first_start()
    {
        var start = Recorded.Migration(1, "Start", schema => schema.CreateSchema("store"));
        var ask = Recorded.Migration(2, "Ask", schema => schema.RunIrreversible("Ask how they are", 1, AskAsync, "Nothing was done"));
        await MigrateAsync(start);
        await Database.ExecuteAsync("CREATE TYPE mood AS ENUM ('happy'); CREATE TABLE people (mood mood); INSERT INTO people VALUES ('happy')");

        await MigrateAsync(start, ask);

        _moods.Should().Equal("happy");
    }

    [Test]
    public async Task A_step_in_CSharp_sends_an_enum_as_text_though_the_application_has_mapped_it()
    {
        var builder = new NpgsqlDataSourceBuilder(Database.ConnectionString);
        builder.MapEnum<Mood>("mood");
        await using var application = builder.Build();
        var migration = Recorded.Migration(1, "Cheer", schema =>
        {
            schema.CreateEnum("mood", "sad", "happy");
            schema.Record(new CreateTable(Table.Of("people", Column.Int64("id").PrimaryKey(), Column.Enum("mood", "mood"))));
            schema.RunIrreversible("Cheer them up", 1, CheerAsync, "Nobody wants to be sad");
        });

        await new Migrator(PostgreSqlProvider.Create(application), MigrationSet.OfRecorded([migration])).MigrateAsync();

        await using var read = application.CreateCommand("SELECT mood FROM people");
        (await read.ExecuteScalarAsync()).Should().Be(Mood.Happy);

        static Task CheerAsync(MigrationSession session, CancellationToken cancellationToken) =>
            session.Connection.ExecuteAsync("INSERT INTO people (id, mood) VALUES (1, @mood::mood)", new { mood = "happy" }, session.Transaction);
    }

    [Test]
    public async Task A_value_that_was_added_can_be_used_by_the_very_next_change()
    {
        var create = Recorded.Migration(1, "Create", schema => schema.CreateEnum("mood", "sad", "happy"));
        var grow = Recorded.Migration(2, "Grow", schema =>
        {
            schema.AddEnumValue("mood", "so so", before: "happy");
            schema.Record(new CreateTable(Table.Of("people", Column.Int64("id").PrimaryKey(), Column.Enum("mood", "mood").Default("so so"))));
            schema.Sql($"INSERT INTO people (id) VALUES (1)", down: $"DELETE FROM people");
        });
        await MigrateAsync(create);

        await MigrateAsync(create, grow);

        (await Database.QueryAsync<string>("SELECT mood::text FROM people")).Should().Equal("so so");
    }

    private Task<MigrationReport> MigrateAsync(params IEnumerable<RecordedMigration> migrations) =>
        new Migrator(PostgreSqlProvider.Create(Database.ConnectionString), MigrationSet.OfRecorded(migrations)).MigrateAsync();

    private async Task AskAsync(MigrationSession session, CancellationToken cancellationToken) =>
        _moods.AddRange(await session.Connection.QueryAsync<string>("SELECT mood FROM people", transaction: session.Transaction));

    private enum Mood
    {
        Sad,
        Happy,
    }
}
