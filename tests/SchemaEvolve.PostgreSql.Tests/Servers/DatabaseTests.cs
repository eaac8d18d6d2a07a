namespace SchemaEvolve.PostgreSql.Tests.Servers;

/// <summary>Tests that each have an empty database for themselves.</summary>
public abstract class DatabaseTests(PostgreSqlServer server)
{
    /// <summary>The server that the database is on.</summary>
    protected PostgreSqlServer Server => server;

    /// <summary>The database of the test.</summary>
    protected PostgreSqlDatabase Database { get; private set; } = null!;

    [SetUp]
    public async Task CreateDatabaseAsync() => Database = await server.CreateDatabaseAsync();

    [TearDown]
    public async Task DropDatabaseAsync() => await Database.DisposeAsync();
}
