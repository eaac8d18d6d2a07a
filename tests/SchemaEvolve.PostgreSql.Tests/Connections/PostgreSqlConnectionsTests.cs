using Npgsql;
using SchemaEvolve.Conformance;
using SchemaEvolve.PostgreSql.Connecting;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Connections;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
public sealed class PostgreSqlConnectionsTests(PostgreSqlServer server) : DatabaseTests(server)
{
    private const string Pooled = ";Pooling=true;Multiplexing=true;Application Name=shop";

    [Test]
    public async Task A_connection_is_its_own_and_says_whose()
    {
        var connections = PostgreSqlConnections.To(Database.ConnectionString + Pooled, new());

        await using (await connections.OpenAsync(default))
        {
            (await ApplicationsAsync()).Should().Equal("SchemaEvolve for shop");
        }

        await Eventually.BeAsync(async () => (await ApplicationsAsync()).Count == 0);
    }

    [Test]
    public async Task A_data_source_lends_its_password_and_its_certificates_but_no_connection()
    {
        var builder = new NpgsqlDataSourceBuilder(Database.ConnectionString + ";Pooling=true;Application Name=shop");
        builder.UsePasswordProvider(_ => "from the vault", (_, _) => ValueTask.FromResult("from the vault"));
        await using var dataSource = builder.Build();

        await using (var opened = await PostgreSqlConnections.To(dataSource, new()).OpenAsync(default))
        {
            (await ApplicationsAsync()).Should().Equal("SchemaEvolve for shop");
        }

        await Eventually.BeAsync(async () => (await ApplicationsAsync()).Count == 0);
    }

    [Test]
    public async Task Migrations_may_go_another_way_than_the_application()
    {
        var options = new PostgreSqlOptions { MigrationConnectionString = Database.ConnectionString };

        await using var opened = await PostgreSqlConnections.To("Host=nowhere.invalid", options).OpenAsync(default);

        opened.Connection.Database.Should().Be(Database.Name);
    }

    [Test]
    public async Task The_server_is_taken_for_the_oldest_until_it_is_opened()
    {
        var connections = PostgreSqlConnections.To(Database.ConnectionString, new());
        var early = connections.Server;

        await using var opened = await connections.OpenAsync(default);

        (early.Major, connections.Server.Major).Should().Be((14, Database.Major));
    }

    [Test]
    public async Task A_database_that_does_not_exist_is_named_with_what_to_do()
    {
        var connections = PostgreSqlConnections.To(Database.ConnectionString + ";Database=nowhere", new());

        var open = () => connections.OpenAsync(default);

        (await open.Should().ThrowAsync<MigrationConnectionException>()).Which.Message.Should()
            .StartWith("Database nowhere on ")
            .And.EndWith("cannot be opened. 3D000: database \"nowhere\" does not exist. Migrations do not create the database itself: CREATE DATABASE first, or correct Database in the connection string.");
    }

    [Test]
    public async Task A_server_that_is_not_there_is_named()
    {
        var connections = PostgreSqlConnections.To("Host=127.0.0.1;Port=1;Database=shop;Username=ada;Timeout=5", new());

        var open = () => connections.OpenAsync(default);

        (await open.Should().ThrowAsync<MigrationConnectionException>()).Which.Message.Should()
            .StartWith("Database shop on tcp://127.0.0.1:1 cannot be opened. ")
            .And.Contain("Connection refused");
    }

    [Test]
    public async Task An_error_carries_its_place_its_detail_and_what_to_do()
    {
        var connections = PostgreSqlConnections.To(Database.ConnectionString, new());
        await Database.ExecuteAsync("CREATE TABLE customers (email text UNIQUE)");

        var typo = connections.Explain(await ErrorAsync("SELECT nmae FROM customers"));
        var twice = connections.Explain(await ErrorAsync("INSERT INTO customers VALUES ('ada@example.com'), ('ada@example.com')"));

        (typo.Code, typo.Message, typo.Position, typo.IsTransient).Should().Be(("42703", "column \"nmae\" does not exist.", 8, false));
        twice.ToString().Should().Be(
            "23505: duplicate key value violates unique constraint \"customers_email_key\". Key (email)=(ada@example.com) already exists. Rows have the same value where each must have its own. GROUP BY those columns HAVING count(*) > 1 finds them.");
    }

    [TestCase("55P03", true)]
    [TestCase("40P01", true)]
    [TestCase("40001", true)]
    [TestCase("57P01", true)]
    [TestCase("08006", true)]
    [TestCase("42601", false)]
    [TestCase("57014", false)]
    public void What_may_succeed_on_another_try_is_told_apart(string code, bool isTransient)
    {
        var error = new PostgresException("message", "ERROR", "ERROR", code);

        PostgreSqlConnections.To(Database.ConnectionString, new()).Explain(error).IsTransient.Should().Be(isTransient);
    }

    private async Task<IReadOnlyList<string>> ApplicationsAsync() => await Database.QueryAsync<string>(
        "SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

    private async Task<PostgresException> ErrorAsync(string sql)
    {
        var run = () => Database.ExecuteAsync(sql);

        return (await run.Should().ThrowAsync<PostgresException>()).Which;
    }
}
