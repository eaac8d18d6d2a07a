using Dapper;

namespace SchemaEvolve.Starter;

/// <summary>The histories that a starter can be told to migrate through.</summary>
internal static class Stories
{
    public static MigrationSet Named(string story) => story switch
    {
        "count" => MigrationSet.Of(new CreateCounter(), new AddOne(), new AddTwo(), new AddThree(), new AddFour(), new AddFive()),
        "one" => MigrationSet.Of(new CreateCounter(), new AddOne()),
        "index" => MigrationSet.Of(new CreateCounter(), new AddOne(), new AddIndex()),
        "fill" => MigrationSet.Of(new CreateCounter(), new AddOne(), new Fill()),
        "hang" => MigrationSet.Of(new CreateCounter(), new AddOne(), new Hang()),
        "go on" => MigrationSet.Of(new CreateCounter(), new AddOne(), new GoOn()),
        "hang behind" => MigrationSet.Of(new CreateCounter(), new AddOne(), new Hang(Phase.Migrate)),
        "go on behind" => MigrationSet.Of(new CreateCounter(), new AddOne(), new GoOn(Phase.Migrate)),
        "fill and hang" => MigrationSet.Of(new Create(), new FillAndHang()),
        "fill on" => MigrationSet.Of(new Create(), new FillOn()),
        _ => throw new ArgumentException($"There is no story {story}."),
    };

    [Migration(1)]
    private sealed class CreateCounter : Migration
    {
        protected override void Define(MigrationBuilder schema) =>
            schema.CreateTable("counter", Column.Int32("id").PrimaryKey(), Column.Int32("value").NotNull())
                .Seed(["id", "value"], key: ["id"], [1, 0]);
    }

    [Migration(2)]
    private sealed class AddOne : Add;

    [Migration(3)]
    private sealed class AddTwo : Add;

    [Migration(4)]
    private sealed class AddThree : Add;

    [Migration(5)]
    private sealed class AddFour : Add;

    [Migration(6)]
    private sealed class AddFive : Add;

    // Adding is no step that may run twice without being noticed.
    private abstract class Add : Migration
    {
        protected override void Define(MigrationBuilder schema) =>
            schema.Sql($"UPDATE counter SET value = value + 1", $"UPDATE counter SET value = value - 1");
    }

    [Migration(8)]
    private sealed class AddIndex : Migration
    {
        protected override void Define(MigrationBuilder schema) =>
            schema.Table("counter").AddIndex(["value"], index => index.Named("by_value"));
    }

    [Migration(9)]
    private sealed class Fill : Migration
    {
        protected override void Define(MigrationBuilder schema) => schema.Table("counter").Backfill("value", $"10", Undo.Nothing);
    }

    // In the middle of a step that has written and not committed, it says so and waits to be killed.
    [Migration(7)]
    private sealed class Hang(Phase during = Phase.Expand) : Migration
    {
        protected override void Define(MigrationBuilder schema) => schema.RunIrreversible(
            "add ten",
            version: 1,
            up: async (session, _) =>
            {
                await session.Connection.ExecuteAsync("UPDATE counter SET value = value + 10", transaction: session.Transaction);
                Console.WriteLine("hanging");
                await Console.In.ReadToEndAsync(CancellationToken.None);
            },
            reason: "Only a test runs it",
            during);
    }

    // What Hang would have been, had it not hung.
    [Migration(7)]
    private sealed class GoOn(Phase during = Phase.Expand) : Migration
    {
        protected override void Define(MigrationBuilder schema) => schema.RunIrreversible(
            "add ten",
            version: 1,
            up: (session, _) => session.Connection.ExecuteAsync("UPDATE counter SET value = value + 10", transaction: session.Transaction),
            reason: "Only a test runs it",
            during);
    }

    // The table of the suite of backfills.
    [Migration(1)]
    private sealed class Create : Migration
    {
        protected override void Define(MigrationBuilder schema) => schema.CreateTable(
            "t", Column.Int64("id").PrimaryKey(), Column.Text("old"), Column.Text("new"), Column.Int32("number"));
    }

    // In the middle of its fourth batch, when three are committed, it says so and waits to be killed.
    [Migration(2)]
    private sealed class FillAndHang : Migration
    {
        protected override void Define(MigrationBuilder schema)
        {
            var batches = 0;
            schema.Table("t").Backfill("number rows", 1, reads: ["id"], writes: ["number"], FillAsync, Undo.Nothing);

            async Task FillAsync(BackfillPage page, CancellationToken cancellationToken)
            {
                SetAll(page, 1);
                if (++batches == 4)
                {
                    Console.WriteLine("hanging");
                    await Console.In.ReadToEndAsync(CancellationToken.None);
                }
            }
        }
    }

    // What it would have been, had it not hung; but one can see which of the two a row comes from.
    [Migration(2)]
    private sealed class FillOn : Migration
    {
        protected override void Define(MigrationBuilder schema) => schema.Table("t").Backfill(
            "number rows",
            1,
            reads: ["id"],
            writes: ["number"],
            (page, _) =>
            {
                SetAll(page, 2);
                return Task.CompletedTask;
            },
            Undo.Nothing);
    }

    private static void SetAll(BackfillPage page, int number)
    {
        foreach (var row in page.Rows)
        {
            row.Set("number", number);
        }
    }
}
