using Dapper;
using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;
using SchemaEvolve.Sqlite.Tests.Conformance;

namespace SchemaEvolve.Sqlite.Tests;

/// <summary>A whole number is stored the same in columns of any size, so a wider column is but another word in the statement that made the table.</summary>
public class WiderIntegerTests
{
    private static readonly ChangeColumnType[] Wider =
    [
        new("t", "id", ColumnType.Int64, Conversion.None),
        new("t", "other", ColumnType.Int64, Conversion.None),
    ];

    private LiveFile _file = null!;

    [SetUp]
    public void CreateFile() => _file = new();

    [TearDown]
    public void DeleteFile() => _file.Dispose();

    [Test]
    public async Task It_is_no_copy_and_whoever_has_the_file_open_reads_the_word_anew()
    {
        _file.Execute("CREATE TABLE t (id INT /* key */ PRIMARY KEY NOT NULL, other INT REFERENCES t (id)); INSERT INTO t VALUES (1, NULL), (2, 1)");
        using var other = _file.Connect();
        (await other.QueryAsync("SELECT * FROM t")).Should().HaveCount(2);
        var page = _file.Value<long>("SELECT rootpage FROM sqlite_schema WHERE name = 't'");

        await _file.ApplyAsync(Wider);
        await other.ExecuteAsync("ALTER TABLE t ADD COLUMN more INT");

        _file.Value<long>("SELECT rootpage FROM sqlite_schema WHERE name = 't'").Should().Be(page);
        _file.Value<string>("SELECT sql FROM sqlite_schema WHERE name = 't'").Should().Be("""CREATE TABLE t (id BIGINT /* key */ PRIMARY KEY NOT NULL, other BIGINT REFERENCES t (id), more INT)""");
        _file.Value<string>("PRAGMA integrity_check").Should().Be("ok");
        _file.Value<long>("PRAGMA writable_schema").Should().Be(0);
        _file.Values("SELECT id || coalesce(other, '') FROM t ORDER BY id").Should().Equal("1", "21");
    }

    [Test]
    public async Task It_is_a_copy_where_the_wider_column_is_the_row_number()
    {
        _file.Execute("CREATE TABLE t (id INT PRIMARY KEY NOT NULL, other INT) STRICT; INSERT INTO t VALUES (7, 1), (5, 2)");

        await _file.ApplyAsync(Wider);

        _file.Value<string>("PRAGMA integrity_check").Should().Be("ok");
        _file.Values("SELECT rowid || other FROM t ORDER BY id").Should().Equal("52", "71");
    }

    [Test]
    public async Task It_takes_no_stages_there_and_back()
    {
        await using var database = await SqliteFile.CreateAsync();
        var create = Recorded.Migration(1, "Create", schema => schema.CreateTable("t", Column.Int64("id").PrimaryKey(), Column.Int32("other")));
        var widen = Recorded.Migration(2, "Widen", schema => schema.Table("t").ChangeType("other", ColumnType.Int64));
        var migrator = database.Migrator(new MigratorOptions(), create, widen);
        await database.Migrator(new MigratorOptions(), create).MigrateAsync();
        await database.ExecuteAsync("INSERT INTO t VALUES (1, 1), (2, NULL)");
        var (before, storage) = (await database.InspectAsync(), await SqliteFile.StorageAsync(database, "t"));

        (await migrator.MigrateAsync()).Steps.Should().ContainSingle();

        (await database.HistoryAsync()).Find(2)!.IsComplete.Should().BeTrue();
        (await SqliteFile.StorageAsync(database, "t")).Should().Be(storage);
        await migrator.RollbackAsync(1);
        (await database.InspectAsync()).Should().Be(before);
        (await SqliteFile.StorageAsync(database, "t")).Should().Be(storage);
    }
}
