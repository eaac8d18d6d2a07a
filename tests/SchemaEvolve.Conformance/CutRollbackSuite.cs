using SchemaEvolve.Operations;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>A rollback that was stopped, or of something that was stopped, goes on where it is.</summary>
public abstract class CutRollbackSuite<TEngine> : RollbackGround<TEngine>
    where TEngine : IEngine
{
    [Test]
    public async Task A_rollback_at_once_that_stopped_behind_any_of_its_steps_goes_on()
    {
        await OpenAsync();
        var steps = 1;
        for (var hasStopped = true; hasStopped; steps++)
        {
            await Database.Migrator(Open, Phones).MigrateAsync();
            hasStopped = await StopsAsync(new() { Contract = ContractPolicy.Immediately }, steps, Phones, (migrator, token) => migrator.RollbackAsync(1, null, token));
            await Database.Migrator(Open, Phones).RollbackAsync(1);
            await ShouldBeAsBeforeAsync();
            (await Database.QueryAsync<string>("SELECT phone FROM customers ORDER BY id")).Should().Equal("1", "2");
        }

        steps.Should().BeGreaterThan(3, "it takes several steps");
    }

    [Test]
    public async Task What_failed_and_did_nothing_is_not_undone()
    {
        await OpenAsync();
        var raise = Recorded.Migration(2, "Raise", schema => schema.Table("orders")
            .AddColumn(Column.Text("remark"))
            .Update([new("total", $"total + 1"), new("customer", $"NULL")], where: $"TRUE", Undo.By($"UPDATE orders SET total = total - 1")));
        await FluentActions.Awaiting(() => Database.Migrator(ByHand, Open, raise).MigrateAsync()).Should().ThrowAsync<MigrationFailedException>();

        await Database.Migrator(ByHand, Open, raise).RollbackAsync(1, Lossy);

        (await Database.QueryAsync<double>("SELECT total FROM orders ORDER BY number")).Should().Equal(9.5, 0);
        await ShouldBeAsBeforeAsync();
    }

    [Test]
    public async Task A_rollback_that_failed_goes_on_where_it_stopped_and_nothing_else_runs_before()
    {
        await OpenAsync();
        await ContractAsync(Phones);
        await Database.ExecuteAsync("INSERT INTO customers (name, phone_number) VALUES ('Cid', '+3'), ('Dan', '-3')");

        var rollback = () => Database.Migrator(ByHand, Open, Phones).RollbackAsync(1);
        var start = () => Database.Migrator(ByHand, Open, Phones).MigrateAsync();
        var older = () => Database.Migrator(ByHand, Open).MigrateAsync();

        (await rollback.Should().ThrowAsync<MigrationFailedException>()).Which.Message.Should()
            .StartWith("The rollback of migration 2 Phones failed in Migrate, at “")
            .And.EndWith("The rollback goes on with this step when RollbackAsync is called again.");
        (await Database.HistoryAsync()).Find(2)!.State.Should().Be(MigrationState.RollingBack);
        (await start.Should().ThrowAsync<MigrationHistoryException>()).Which.Message.Should().StartWith("A rollback of 2 Phones was begun and has not ended.");
        await older.Should().ThrowAsync<MigrationHistoryException>();

        await Database.ExecuteAsync("UPDATE customers SET phone_number = '+4' WHERE name = 'Dan'");
        await rollback();

        (await Database.QueryAsync<string>("SELECT phone FROM customers ORDER BY id")).Should().Equal("1", "2", "3", "4");
        await ShouldBeAsBeforeAsync();
        var events = (await Database.Migrator(ByHand, Open).TimelineAsync()).Where(one => one.Migration == 2).ToList();
        events.Select(one => one.Kind).Distinct().Should().Equal("applied", "reverted", "failed");
        events[^1].Kind.Should().Be("reverted");
    }

    [Test]
    public async Task A_run_that_stopped_behind_any_of_its_steps_comes_back([Values] bool isUnsafe)
    {
        var alter = isUnsafe ? new RecordedMigration(2, "Alter", [new Unsafe("nobody is there", Phones.Operations[0])]) : Phones;
        await OpenAsync();
        var steps = 1;
        for (var hasStopped = true; hasStopped; steps++)
        {
            hasStopped = await StopsAsync(ByHand, steps, alter, (migrator, token) => migrator.MigrateAsync(token));
            await Database.Migrator(ByHand, Open, alter).RollbackAsync(1, Lossy);
            await ShouldBeAsBeforeAsync();
        }

        steps.Should().BeGreaterThan(3, "it takes several steps");
    }

    private async Task<bool> StopsAsync(MigratorOptions options, int steps, RecordedMigration alter, Func<Migrator, CancellationToken, Task> run)
    {
        using var stop = new CancellationTokenSource();
        var listener = new Listener(news =>
        {
            if (news.Elapsed is not null && news.Number == steps)
            {
                stop.Cancel();
            }
        });
        try
        {
            await run(Database.Migrator(options with { Progress = listener }, Open, alter), stop.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private sealed class Listener(Action<MigrationProgress> hear) : IProgress<MigrationProgress>
    {
        public void Report(MigrationProgress value) => hear(value);
    }
}
