using Dapper;
using Microsoft.Data.Sqlite;
using SchemaEvolve.Conformance;

namespace SchemaEvolve.Sqlite.Tests;

public class FullDatabaseTests
{
    [Test]
    public async Task A_first_run_that_fails_for_want_of_space_says_so_though_the_journal_has_no_space_either()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        var provider = SqliteProvider.Create(connection);
        await provider.Journal.EnsureAsync(connection, default);
        await connection.ExecuteAsync($"PRAGMA max_page_count = {await connection.ExecuteScalarAsync<long>("PRAGMA page_count")}");
        var create = Recorded.Migration(1, "Create", schema => schema.CreateTable("customers", Column.Int64("id").PrimaryKey()));

        var run = () => new Migrator(provider, MigrationSet.OfRecorded(create)).MigrateAsync();

        (await run.Should().ThrowAsync<MigrationFailedException>()).Which.Fault!.Code.Should().Be("SQLITE_FULL (13)");
        (await connection.QueryAsync<string>("SELECT name FROM sqlite_schema WHERE name = 'customers'")).Should().BeEmpty();
    }
}
