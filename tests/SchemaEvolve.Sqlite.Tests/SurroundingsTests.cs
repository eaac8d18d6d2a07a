using Microsoft.Data.Sqlite;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite.Tests;

[TestFixture]
public class SurroundingsTests
{
    [Test]
    public async Task Tables_and_the_file_are_measured()
    {
        using var file = new DatabaseFile().With(
            """
            PRAGMA journal_mode = wal;
            CREATE TABLE orders (id INTEGER PRIMARY KEY, rowid TEXT);
            INSERT INTO orders (id) VALUES (1), (2), (7);
            CREATE TABLE words (word TEXT PRIMARY KEY) WITHOUT ROWID;
            CREATE TABLE notes (note TEXT);
            """);
        var provider = SqliteProvider.Create(file.ConnectionString);
        await using var opened = await provider.Connections.OpenAsync(default);
        var catalog = await provider.Inspector.ReadAsync(opened.Connection, null, default);

        var surroundings = await provider.Inspector.ReadSurroundingsAsync(opened.Connection, catalog, default);

        surroundings.Tables.Should().Equal(new TableSize("orders", 7, null, null), new TableSize("notes", 0, null, null));
        surroundings.Bytes.Should().Be(4 * 4096, "of two tables and the one without a row number, each has a page, and the schema has one");
        surroundings.FreeBytes.Should().BePositive();
        surroundings.Version.Should().BeGreaterThan(new Version(3, 40));
        surroundings.HasWriteAheadLog.Should().BeTrue();
        surroundings.IsOnNetwork.Should().BeFalse();
    }

    [Test]
    public async Task A_database_in_memory_has_no_disk()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        var provider = SqliteProvider.Create(connection);
        await using var opened = await provider.Connections.OpenAsync(default);

        var surroundings = await provider.Inspector.ReadSurroundingsAsync(opened.Connection, Catalog.Empty, default);

        surroundings.Should().Be(new Surroundings(surroundings.Version) { Bytes = 0 });
    }
}
