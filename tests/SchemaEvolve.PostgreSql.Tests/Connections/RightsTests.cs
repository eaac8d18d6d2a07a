using Npgsql;
using SchemaEvolve.PostgreSql.Connecting;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Connections;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
public sealed class RightsTests(PostgreSqlServer server) : DatabaseTests(server)
{
    private string _role = "";

    // Roles belong to the whole server, so their names tell tests apart.
    [SetUp]
    public async Task CreateRoleAsync()
    {
        _role = $"plain_{Database.Name}";
        await Database.ExecuteAsync($"CREATE ROLE {_role} LOGIN; REVOKE CREATE ON SCHEMA public FROM public");
    }

    [TearDown]
    public Task DropRoleAsync() => Database.ExecuteAsync($"DROP OWNED BY {_role}; DROP ROLE {_role}");

    [Test]
    public async Task All_rights_that_are_missing_are_listed_at_once()
    {
        (await RefusalAsync()).Should().Be(
            $"""
            The role that migrates lacks rights. Nothing has been touched. Let an administrator run:
                GRANT CREATE ON DATABASE {Database.Name} TO {_role};
                GRANT CREATE ON SCHEMA public TO {_role};
            """);
    }

    [Test]
    public async Task What_is_missing_on_a_journal_that_is_there_is_listed_too()
    {
        await Database.ExecuteAsync("CREATE SCHEMA schema_evolve; CREATE TABLE schema_evolve.meta (key text); CREATE TABLE schema_evolve.events (number int)");
        await Database.ExecuteAsync($"GRANT CREATE ON SCHEMA public TO {_role}; GRANT SELECT, INSERT, UPDATE, DELETE ON schema_evolve.meta TO {_role}");

        (await RefusalAsync()).Should().Be(
            $"""
            The role that migrates lacks rights. Nothing has been touched. Let an administrator run:
                GRANT USAGE ON SCHEMA schema_evolve TO {_role};
                GRANT SELECT ON schema_evolve.events TO {_role};
                GRANT INSERT ON schema_evolve.events TO {_role};
                GRANT UPDATE ON schema_evolve.events TO {_role};
                GRANT DELETE ON schema_evolve.events TO {_role};
            """);
    }

    [Test]
    public async Task A_schema_that_an_administrator_made_for_the_journal_is_enough()
    {
        await Database.ExecuteAsync($"CREATE SCHEMA schema_evolve AUTHORIZATION {_role}; GRANT CREATE ON SCHEMA public TO {_role}");
        var migrations = MigrationSet.Of();

        var report = await new Migrator(PostgreSqlProvider.Create(ConnectionString), migrations).MigrateAsync();

        report.Outcome.Should().Be(MigrationOutcome.UpToDate);
    }

    private string ConnectionString => new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Username = _role, Password = null }.ConnectionString;

    private async Task<string> RefusalAsync()
    {
        await using var opened = await PostgreSqlConnections.To(ConnectionString, new()).OpenAsync(default);
        var check = () => Rights.CheckAsync(opened.Connection, new("schema_evolve"));

        return (await check.Should().ThrowAsync<MigrationConnectionException>()).Which.Message;
    }
}
