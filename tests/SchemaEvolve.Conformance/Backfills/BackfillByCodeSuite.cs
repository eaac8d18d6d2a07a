using Dapper;

namespace SchemaEvolve.Conformance.Backfills;

/// <summary>What a conversion in C# gets, and what becomes of what it sets.</summary>
public abstract class BackfillByCodeSuite<TEngine> : RowsSuite<TEngine>
    where TEngine : IEngine
{
    [Test]
    public async Task CSharp_gets_pages_of_rows_and_writes_some_of_them_back()
    {
        var pages = new List<int>();
        var parse = Recorded.Migration(2, "Parse", schema => schema.Table("t").Backfill(
            "parse",
            version: 1,
            reads: ["id", "old"],
            writes: ["new", "number"],
            async (page, token) =>
            {
                pages.Add(page.Rows.Count);
                var (one, two) = await page.Connection.QuerySingleAsync<(int, int)>(new CommandDefinition("SELECT 1, 2", transaction: page.Transaction, cancellationToken: token));
                foreach (var row in page.Rows.Where(row => row.Get<long>("id") % 2 == 0))
                {
                    row.Set("new", row.Get<int>("id") == 4 ? null : $"{row.Get<string?>("new") ?? "nothing"}, {row.Get<string>("old")}");
                    row.Set("number", row.Get<int>("id") + one + two);
                }
            },
            Undo.Nothing,
            where: $"id > 2"));
        await FillAsync();
        await CountWritesAsync();

        await Database.Migrator(CreateByNumber, parse).MigrateAsync();

        pages.Sum().Should().Be(Many - 2);
        pages.Count.Should().BeGreaterThan(3);
        (await Database.RowsAsync("t")).Take(5).Should().Contain("id=1, new=NULL, number=NULL, old=row 1");
        (await Database.QueryAsync<long>("SELECT count(*) FROM t WHERE id > 4 AND id % 2 = 0 AND new = 'nothing, row ' || id AND number = id + 3")).Should().Equal((Many / 2) - 2);
        (await Database.QueryAsync<long>("SELECT count(*) FROM t WHERE id = 4 AND new IS NULL AND number = 7")).Should().Equal(1);
        (await WritesAsync()).Should().Be((Many / 2) - 1);
    }

    [Test]
    public async Task A_conversion_in_CSharp_that_fails_names_the_row()
    {
        var fail = Recorded.Migration(2, "Fail", schema => schema.Table("t").Backfill(
            "fail", 1, reads: ["old"], writes: ["new"], (page, _) => Each(page, row => row.Set("new", row.Key == "id = 1234" ? throw new FormatException("No phone number.") : "x")), Undo.Nothing));
        await FillAsync();

        (await Filling(fail).Should().ThrowAsync<MigrationFailedException>()).Which.Message.Should().Contain("The row with id = 1234 cannot be filled: FormatException: No phone number.");
        (await Database.QueryAsync<long>("SELECT count(*) FROM t WHERE new = 'x'")).Should().Equal(1233);
    }
}
