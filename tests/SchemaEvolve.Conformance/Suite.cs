namespace SchemaEvolve.Conformance;

/// <summary>Tests that run on every database, each on an empty one of its own.</summary>
public abstract class Suite<TEngine>
    where TEngine : IEngine
{
    /// <summary>The database of the test.</summary>
    protected TestDatabase Database { get; private set; } = null!;

    [SetUp]
    public async Task CreateDatabaseAsync() => Database = await TEngine.CreateAsync();

    [TearDown]
    public async Task DropDatabaseAsync() => await Database.DisposeAsync();
}
