using Dapper;
using SchemaEvolve.Conformance;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Testing.Tests;

/// <summary>What a rehearsal finds on every database system.</summary>
public abstract class RehearsalSuite
{
    private protected static readonly RecordedMigration Open = Recorded.Migration(1, "Open", schema => schema
        .CreateTable("notes", Column.Int64("id").Identity().PrimaryKey(), Column.Text("text").NotNull(), Column.Text("phone")));

    [Test]
    public async Task Migrations_that_lead_there_and_back_are_without_problems()
    {
        var report = await RehearseAsync(
            Open,
            Recorded.Migration(2, "Phones", schema => schema.Table("notes").ReplaceColumn("phone", Column.Text("number"), up: old => $"'+' || {old}", down: now => $"substr({now}, 2)")),
            Recorded.Migration(3, "Count", schema => schema.Table("notes").AddColumn(Column.Int32("times").NotNull().Default(1)).AddIndex("times")),
            Recorded.Migration(4, "Shout", schema => schema.SqlIrreversible($"UPDATE notes SET text = upper(text)", "Nobody knows how it was written.")),
            Recorded.Migration(5, "Answers", schema => schema.CreateTable("answers", Column.Int64("note").NotNull(), Column.Timestamp("at").NotNull().DefaultSql(Sql.Now)).AddForeignKey("note", "notes")),
            Recorded.Migration(6, "More", schema =>
            {
                schema.Sql($"INSERT INTO notes (text) VALUES ('more')", $"DELETE FROM notes WHERE text = 'more'");
                schema.Sql($"INSERT INTO answers (note) SELECT id FROM notes WHERE text = 'more'", $"DELETE FROM answers");
            }),
            Recorded.Migration(7, "Forget", schema => schema.Table("notes").DropColumn("number")));

        report.Problems.Should().BeEmpty();
        report.ToString().Should().Be("4 Shout: Run SQL: UPDATE notes SET text = upper(text): there is no way back. Nobody knows how it was written.");
    }

    [Test]
    public async Task A_way_back_that_leads_elsewhere_is_told_in_words()
    {
        var report = await RehearseAsync(
            Open,
            Recorded.Migration(2, "Shout", schema => schema.Sql($"UPDATE notes SET text = upper(text)", $"UPDATE notes SET text = 'lost'")),
            Recorded.Migration(3, "Index", schema => schema.Sql($"CREATE INDEX by_phone ON notes (phone)", $"UPDATE notes SET phone = phone")));

        report.ToString().Should().StartWith(
            """
            2 Shout: down, rows of notes differ: (id=1, phone=1, text=first) is not there; (id=1, phone=1, text=lost) is there instead
            2 Shout: up again, rows of notes differ: (phone=1, text=FIRST) is not there; (phone=1, text=LOST) is there instead
            3 Index: down, index by_phone of notes is there too
            3 Index: 
            """.TrimEnd());
        report.Problems.Select(problem => problem.Kind).Should().Equal(
            RehearsalFindingKind.Rows, RehearsalFindingKind.Rows, RehearsalFindingKind.Schema, RehearsalFindingKind.Failed);
    }

    /// <summary>Rehearses on a database of its own.</summary>
    protected abstract Task<RehearsalReport> RunAsync(MigrationSet migrations, RehearsalOptions options);

    private protected Task<RehearsalReport> RehearseAsync(params RecordedMigration[] migrations) => RunAsync(MigrationSet.OfRecorded(migrations), new()
    {
        Fill = async (migration, connection) =>
        {
            if (migration == Open)
            {
                await connection.ExecuteAsync("INSERT INTO notes (text, phone) VALUES ('first', '1')");
            }
        },
    });
}
