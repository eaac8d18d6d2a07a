using SchemaEvolve.Conformance;
using SchemaEvolve.Sqlite.Tests.Conformance;

namespace SchemaEvolve.Sqlite.Tests;

/// <summary>A shell may be older than the engine that the driver brings.</summary>
public sealed class ScriptTests
{
    [Test]
    public async Task A_script_that_takes_a_newer_engine_than_that_of_the_shell_does_not_begin()
    {
        await using var database = await SqliteFile.CreateAsync();
        var create = Recorded.Migration(1, "Create", schema => schema.CreateTable("notes", Column.Int64("id").PrimaryKey(), Column.Text("text")));
        var check = Recorded.Migration(2, "Check", schema => schema.Table("notes").AddColumn(Column.Text("author")).AddCheck("ck_notes", $"text <> ''"));
        await database.Migrator(create).MigrateAsync();

        var complaint = await SqliteFile.RunScriptAsync(database, (await database.Migrator(create, check).PlanAsync()).ToSql());

        var isOld = SqliteFile.ShellVersion.Value < new Version(3, 53);
        complaint.Contains("It takes SQLite 3.53 to run this script.", StringComparison.Ordinal).Should().Be(isOld);
        (await database.InspectAsync()).Tables["notes"].Columns.Contains("author").Should().Be(!isOld);
    }
}
