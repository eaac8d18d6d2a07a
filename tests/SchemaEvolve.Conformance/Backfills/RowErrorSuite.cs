using System.Globalization;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance.Backfills;

/// <summary>What becomes of a backfill when a row cannot be converted.</summary>
public abstract class RowErrorSuite<TEngine> : RowsSuite<TEngine>
    where TEngine : IEngine
{
    [Test]
    public async Task A_row_that_cannot_be_converted_is_named()
    {
        await FillAsync(numbers: true);
        await Database.ExecuteAsync("UPDATE t SET old = 'none' WHERE id = 1777");
        await CountWritesAsync();

        var failure = (await Filling(ToNumber).Should().ThrowAsync<MigrationFailedException>()).Which;

        failure.Message.Should().Contain("The row with id = 1777 cannot be filled: ").And.Contain("none");
        failure.Sql.Should().StartWith("UPDATE \"t\" SET");
        (await Database.QueryAsync<long>("SELECT count(*) FROM t WHERE number = id")).Should().Equal(1776);

        await Database.ExecuteAsync("DELETE FROM t WHERE id = 1777");
        await Filling(ToNumber)();
        (await WritesAsync()).Should().Be(Many - 1);
    }

    [Test]
    public async Task Rows_that_cannot_be_converted_are_put_aside_where_that_is_asked_for([Values] bool byCode)
    {
        var fill = byCode
            ? Recorded.Migration(2, "ByCode", schema => schema.Table("t").Backfill(
                "parse", 1, reads: ["old"], writes: ["number"], (page, _) => Each(page, row => row.Set("number", int.Parse(row.Get<string>("old"), CultureInfo.InvariantCulture))), Undo.Nothing))
            : ToNumber;
        await FillAsync(numbers: true);
        await Database.ExecuteAsync("UPDATE t SET old = 'none' WHERE id IN (1, 1777, 2500)");
        var heard = new Heard();
        var migrator = Database.Migrator(With(new() { OnRowError = RowErrors.Quarantine, Progress = heard }), CreateByNumber, fill);

        var report = await migrator.MigrateAsync();

        report.Quarantined.Should().Be(3);
        heard.Last.Quarantined.Should().Be(3);
        (await migrator.QuarantineAsync()).Select(row => (row.Migration, row.Table, row.Key)).Should()
            .BeEquivalentTo([(2L, "t", "id = 1"), (2L, "t", "id = 1777"), (2L, "t", "id = 2500")]);
        (await migrator.QuarantineAsync()).Should().OnlyContain(row => row.Error.Contains("none"));
        (await Database.QueryAsync<long>("SELECT count(*) FROM t WHERE number = id")).Should().Equal(Many - 3);
    }

    [Test]
    public async Task A_row_that_was_put_aside_stops_the_verification_until_it_is_corrected()
    {
        var replace = Recorded.Migration(2, "Replace", schema => schema.Table("t").ReplaceColumn("old", to: Column.Int32("amount"), up: old => $"{old}", down: amount => $"{amount}"));
        await FillAsync(numbers: true);
        await Database.ExecuteAsync("UPDATE t SET old = 'none' WHERE id = 1777");
        var migrator = Database.Migrator(With(new() { OnRowError = RowErrors.Quarantine }), CreateByNumber, replace);

        var failure = (await migrator.Invoking(one => one.MigrateAsync()).Should().ThrowAsync<MigrationFailedException>()).Which;

        failure.Message.Should().Contain("put them aside:\n    t, id = 1777: ").And.Contain("Correct or delete each of them");
        (await migrator.StatusAsync()).Migrations.Single(one => one.Id == 2).Gates[0].Why.Should().Contain("QuarantineAsync");

        await Database.ExecuteAsync("UPDATE t SET old = '42' WHERE id = 1777");
        await migrator.MigrateAsync();
        (await Database.QueryAsync<long>("SELECT count(*) FROM t WHERE amount = id OR amount = 42 AND id = 1777")).Should().Equal(Many);
        (await Database.HistoryAsync()).Find(2)!.State.Should().Be(MigrationState.Migrated);
    }

    [Test]
    public async Task A_statement_that_the_database_does_not_understand_is_no_fault_of_a_row()
    {
        var wrong = Recorded.Migration(2, "Wrong", schema => schema.Table("t").Backfill("new", $"no_such_function({Old})", Undo.Nothing));
        await FillAsync();

        var fill = () => Database.Migrator(With(new() { OnRowError = RowErrors.Quarantine }), CreateByNumber, wrong).MigrateAsync();

        (await fill.Should().ThrowAsync<MigrationFailedException>()).Which.Message.Should().Contain("no_such_function");
        (await Database.Migrator(CreateByNumber).QuarantineAsync()).Should().BeEmpty();
    }
}
