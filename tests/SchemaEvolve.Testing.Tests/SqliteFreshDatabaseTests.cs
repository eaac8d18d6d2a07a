using Microsoft.Data.Sqlite;
using SchemaEvolve.Sqlite;

namespace SchemaEvolve.Testing.Tests;

[TestFixture]
public sealed class SqliteFreshDatabaseTests : FreshDatabaseSuite
{
    [Test]
    public async Task There_are_no_schemas_on_sqlite()
    {
        await using var databases = Databases(new() { Isolation = Testing.Isolation.Schema });

        var create = () => databases.CreateAsync();

        await create.Should().ThrowAsync<FreshDatabaseException>().WithMessage("SQLite has no schemas *");
    }

    [Test]
    public async Task What_the_connection_string_says_holds_for_the_copies_too()
    {
        await using var databases = FreshDatabases.Of(TestRun.Counter.Migrations(Ground.Folder), new() { Folder = Ground.Folder }).UseSqlite("DataSource=any.db;Foreign Keys=False");
        await using var database = await databases.CreateAsync();

        var builder = new SqliteConnectionStringBuilder(database.ConnectionString);

        builder.ForeignKeys.Should().BeFalse();
        builder.Pooling.Should().BeFalse();
        File.Exists(builder.DataSource).Should().BeTrue();
    }

    [Test]
    public async Task Folders_of_others_stay()
    {
        var foreign = Path.Combine(Ground.Folder, "run-of-an-importer", "receipt.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(foreign)!);
        await File.WriteAllTextAsync(foreign, "paid");
        await using var databases = FreshDatabases.Of(TestRun.Counter.Migrations(Ground.Folder), new() { Folder = Ground.Folder }).UseSqlite("Data Source=tests.db");

        await using var database = await databases.CreateAsync();

        (await File.ReadAllTextAsync(foreign)).Should().Be("paid");
    }

    protected override Task<Ground> CreateGroundAsync()
    {
        var folder = Directory.CreateTempSubdirectory("schema-evolve-");

        return Task.FromResult(new Ground(
            Engines.Sqlite,
            "Data Source=tests.db",
            folder.FullName,
            databases => databases.UseSqlite("Data Source=tests.db"),
            connectionString => new SqliteConnection(connectionString),
            () => Task.FromResult<IReadOnlyList<string>>([.. folder.EnumerateFiles("*.db", SearchOption.AllDirectories).Select(file => file.FullName)]),
            () =>
            {
                folder.Delete(recursive: true);
                return Task.CompletedTask;
            }));
    }
}
