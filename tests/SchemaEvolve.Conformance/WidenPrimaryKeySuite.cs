using SchemaEvolve.Changes;
using SchemaEvolve.Conformance.Coexistence;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>A primary key widens with all that refers to it, beside writers who notice nothing, and comes back as long as its numbers fit.</summary>
public abstract class WidenPrimaryKeySuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private static readonly MigratorOptions ByHand = new() { Contract = ContractPolicy.Manually };

    private static readonly RollbackOptions Lossy = new() { AllowDataLoss = true };

    private static readonly RecordedMigration Open = Recorded.Migration(1, "Open", schema =>
    {
        foreach (var table in Library.Catalog.Tables)
        {
            schema.Record(new CreateTable(table));
        }
    });

    private static readonly RecordedMigration Widen = Recorded.Migration(2, "Widen", schema => schema.WidenPrimaryKey("books"));

    [Test]
    public async Task It_begins_and_comes_back_and_ends_and_comes_back([Values] bool isPurged)
    {
        await OpenAsync();
        var rows = await RowsAsync();

        await Database.Migrator(ByHand, Open, Widen).MigrateAsync();
        (await RowsAsync()).Should().Equal(rows);
        await Database.Migrator(ByHand, Open, Widen).RollbackAsync(Open.Id);
        await ShouldBeNarrowAsync(rows);

        await Database.Migrator(ByHand, Open, Widen).MigrateAsync();
        await Database.Migrator(ByHand, Open, Widen).ContractAsync();
        await ShouldBeWideAsync();
        (await RowsAsync()).Should().Equal(rows);
        if (isPurged)
        {
            await Database.Migrator(ByHand, Open, Widen).PurgeAsync();
        }

        await Database.Migrator(ByHand, Open, Widen).RollbackAsync(Open.Id);
        await ShouldBeNarrowAsync(rows);
    }

    [Test]
    public async Task Stages_lead_to_where_one_leap_does([Values] bool leapsBack)
    {
        var leap = new MigratorOptions { Contract = ContractPolicy.Immediately };
        await OpenAsync();
        var rows = await RowsAsync();

        await Database.Migrator(leap, Open, Widen).MigrateAsync();

        await ShouldBeWideAsync();
        await Database.Migrator(leapsBack ? leap : ByHand, Open, Widen).RollbackAsync(Open.Id);
        await ShouldBeNarrowAsync(rows);
    }

    [Test]
    public async Task What_takes_from_a_table_that_refers_to_it_waits_for_its_turn()
    {
        var drop = Recorded.Migration(3, "Drop", schema => schema.Table("copies").DropColumn("shelf"));
        var options = new MigratorOptions { Soak = TimeSpan.Zero };
        await OpenAsync();
        var migrator = Database.Migrator(options, Open, Widen with { Gates = [Gate.Approval()] }, drop);
        await migrator.MigrateAsync();
        await using var presence = await migrator.JoinAsync();

        var waits = await migrator.WorkAsync();

        if ((await Database.InspectAsync()).StoresIntegersAlike)
        {
            waits.Migrations.Select(migration => migration.Name).Should().Equal("Drop");
            return;
        }

        waits.Steps.Should().BeEmpty();
        waits.Waiting.Single(migration => migration.Id == drop.Id).Gates.Where(gate => !gate.IsOpen).Should().ContainSingle()
            .Which.Why.Should().Be("Migration 2 Widen comes first: it has still to take something away from the same table.");
        (await migrator.ContractAsync()).Steps.Should().BeEmpty();
        await migrator.ApproveAsync(Widen.Id, by: "ada");
        (await migrator.WorkAsync()).Migrations.Select(migration => migration.Name).Should().Equal("Widen", "Drop");
    }

    [Test]
    public async Task The_counter_goes_on_there_and_back()
    {
        await OpenAsync();
        await Database.ExecuteAsync("INSERT INTO books (title) VALUES ('Gone')");
        await Database.ExecuteAsync("DELETE FROM books WHERE title = 'Gone'");

        await Database.Migrator(ByHand, Open, Widen).MigrateAsync();
        await Database.Migrator(ByHand, Open, Widen).ContractAsync();
        await Database.ExecuteAsync("INSERT INTO books (title) VALUES ('Gone')");
        await Database.ExecuteAsync("DELETE FROM books WHERE title = 'Gone'");
        await Database.Migrator(ByHand, Open, Widen).RollbackAsync(Open.Id);
        await Database.ExecuteAsync("INSERT INTO books (title) VALUES ('Here')");

        (await Database.QueryAsync<long>("SELECT id FROM books WHERE title = 'Here'")).Should().Equal(6);
    }

    [Test]
    public async Task What_refers_to_it_since_the_expansion_goes_on_referring()
    {
        var late = Recorded.Migration(3, "Late", schema => schema
            .CreateTable("reviews", Column.Int64("id").PrimaryKey(), Column.Int32("book").NotNull())
            .AddForeignKey("book", "books"));
        await OpenAsync();
        var rows = await RowsAsync();
        await Database.Migrator(ByHand, Open, Widen).MigrateAsync();
        await Database.Migrator(ByHand, Open, Widen, late).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO reviews (id, book) VALUES (1, 2)");

        await Database.Migrator(ByHand, Open, Widen, late).ContractAsync();

        await ShouldBeWideAsync();
        var key = (await Database.InspectAsync())["reviews"].ForeignKeys["fk_reviews_book"];
        (key.Columns.Concat(key.To).Select(column => column.Value)).Should().Equal("book", "id");
        await Database.Migrator(ByHand, Open, Widen, late).RollbackAsync(Open.Id, Lossy);
        await ShouldBeNarrowAsync(rows);
    }

    [Test]
    public async Task Nobody_notices_it_come_and_go()
    {
        await OpenAsync();
        var catalog = await Database.InspectAsync();
        var migrator = Database.Migrator(ByHand, Open, Widen);
        await using var old = Employ<int>(1);
        await old.WorkAsync(20);
        await migrator.MigrateAsync();
        await using var @new = Employ<long>(2);
        await Task.WhenAll(old.WorkAsync(20), @new.WorkAsync(20));
        await old.StopAsync();
        await migrator.ContractAsync();
        await @new.WorkAsync(20);
        await migrator.RollbackAsync(Open.Id, new() { KeepsBoth = true });
        await using var older = Employ<int>(3);
        await Task.WhenAll(older.WorkAsync(20), @new.WorkAsync(20));
        await @new.StopAsync();
        await migrator.RollbackAsync(Open.Id);
        await older.WorkAsync(20);
        await older.StopAsync();

        old.Troubles.Concat(@new.Troubles).Concat(older.Troubles).Should().BeEmpty();
        (await Database.InspectAsync()).Should().Be(catalog);
        (await Database.QueryAsync<string>("SELECT id || ' ' || title || ' ' || coalesce(sequel_of, 0) FROM books WHERE id > 3"))
            .Should().BeEquivalentTo(old.Books.Concat(@new.Books).Concat(older.Books));
        (await Database.QueryAsync<string>("SELECT c.book || ' ' || c.number || ' ' || coalesce(l.instead_of, 0) FROM copies AS c LEFT JOIN loans AS l ON l.book = c.book AND l.copy = c.number WHERE c.book > 3"))
            .Should().BeEquivalentTo(old.Copies.Concat(@new.Copies).Concat(older.Copies));
    }

    private Librarian<T> Employ<T>(int seed)
        where T : struct => new(Database, seed);

    private async Task OpenAsync()
    {
        await Database.Migrator(ByHand, Open).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO books (title) VALUES ('A'), ('B'), ('C')");
        await Database.ExecuteAsync("UPDATE books SET sequel_of = 1 WHERE id = 2");
        await Database.ExecuteAsync("INSERT INTO copies (book, number, shelf) VALUES (1, 1, 7), (1, 2, NULL), (2, 1, 8)");
        await Database.ExecuteAsync("INSERT INTO loans (id, book, copy, instead_of) VALUES (1, 1, 1, 2), (2, 1, 2, NULL), (3, 2, NULL, 3)");
    }

    private async Task ShouldBeNarrowAsync(IReadOnlyList<string> rows)
    {
        (await TEngine.NormalizeAsync(Database, await Database.InspectAsync())).Should().Be(await TEngine.NormalizeAsync(Database, Library.Catalog));
        (await RowsAsync()).Should().Equal(rows);
    }

    private async Task ShouldBeWideAsync()
    {
        var narrow = await TEngine.NormalizeAsync(Database, Library.Catalog);
        var actual = await TEngine.NormalizeAsync(Database, await Database.InspectAsync());
        foreach (var table in narrow.Tables)
        {
            var there = actual[table.Name];

            (there with { Columns = [.. there.Columns.Where(column => !column.Name.Value.StartsWith("_se_dropped_", StringComparison.Ordinal))] }).Should().Be(table with
            {
                Columns = table.Columns.Select(column => column.Name.Value is "book" or "id" or "sequel_of" ? column with { Type = ColumnType.Int64 } : column),
            });
        }
    }

    // Of the columns that there are in any phase.
    private async Task<IReadOnlyList<string>> RowsAsync() => await Database.QueryAsync<string>(
        """
        SELECT 'book ' || id || ' ' || coalesce(sequel_of, 0) || ' ' || title FROM books
        UNION ALL SELECT 'copy ' || book || ' ' || number || ' ' || coalesce(shelf, 0) FROM copies
        UNION ALL SELECT 'loan ' || id || ' ' || book || ' ' || coalesce(copy, 0) || ' ' || coalesce(instead_of, 0) FROM loans
        ORDER BY 1
        """);
}
