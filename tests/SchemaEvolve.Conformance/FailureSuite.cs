using System.Data.Common;
using Dapper;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>What fails is undone, explained and tried again.</summary>
public abstract class FailureSuite<TEngine> : MigratorGround<TEngine>
    where TEngine : IEngine
{
    [Test]
    public async Task A_csharp_step_that_throws_undoes_itself_and_is_tried_again()
    {
        var fails = true;
        var code = Recorded.Migration(2026_01_04_0900, "Code", schema => schema.RunIrreversible(
            "add Grace",
            version: 1,
            up: async (session, _) =>
            {
                await session.Connection.ExecuteAsync("INSERT INTO customers (name) VALUES ('Grace')", transaction: session.Transaction);
                if (fails)
                {
                    throw new InvalidDataException("no such luck");
                }
            },
            reason: "Grace stays"));

        var failure = await Catch(() => Database.Migrator(CreateCustomers, code).MigrateAsync());
        var rows = await Database.QueryAsync<string>("SELECT name FROM customers");
        fails = false;
        await Database.Migrator(CreateCustomers, code).MigrateAsync();

        failure.Should().BeOfType<MigrationFailedException>().Which.Message.Should().Be(
            """
            Migration 2026_01_04_0900 Code failed in Expand, at “Run C#: add Grace”.
            The C# step add Grace threw InvalidDataException: no such luck
            The step is undone as a whole; those before it stay. The next start tries this step again.
            """);
        rows.Should().BeEmpty();
        (await Database.QueryAsync<string>("SELECT name FROM customers")).Should().Equal("Grace");
    }

    [Test]
    public async Task A_statement_that_fails_is_named_undone_and_journaled()
    {
        var broken = Recorded.Migration(2026_01_04_0900, "Broken", schema =>
        {
            schema.Table("customers").AddColumn(Column.Text("nick"));
            schema.Sql($"INSERT INTO nowhere VALUES (1)", $"");
        });
        await Database.Migrator(CreateCustomers).MigrateAsync();

        var failure = (MigrationFailedException)(await Catch(() => Database.Migrator(CreateCustomers, broken).MigrateAsync()))!;

        failure.Message.Should().StartWith("Migration 2026_01_04_0900 Broken failed in Expand, at “Run SQL: INSERT INTO nowhere VALUES (1)”.\nThe database answered ")
            .And.Contain("nowhere")
            .And.EndWith("The next start tries this step again.");
        failure.Sql.Should().Be("INSERT INTO nowhere VALUES (1)");
        failure.Fault!.Code.Should().NotBeNullOrEmpty();
        var status = await Database.Migrator(CreateCustomers, broken).StatusAsync();
        status.Migrations[1].State.Should().Be(MigrationState.Expanding);
        status.Migrations[1].Failed.Should().Equal("Run SQL: INSERT INTO nowhere VALUES (1)");
        var events = await Database.Migrator(CreateCustomers).TimelineAsync();
        events[^1].Kind.Should().Be("failed");
        events[^1].Sql.Should().Be("INSERT INTO nowhere VALUES (1)");
    }

    [Test]
    public async Task A_failure_is_journaled_with_all_that_its_exception_says([Values("birth", "step", "backfill", "rollback")] string where)
    {
        Sql same = $"UPDATE people SET mail = 'nobody'";
        var twice = Recorded.Migration(1, "Twice", schema => schema
            .CreateTable("people", Column.Int64("id").PrimaryKey(), Column.Text("mail").NotNull())
            .AddUnique("mail")
            .Seed(["id", "mail"], key: ["id"], [1, "a@b"], [2, where == "birth" ? "a@b" : "c@d"]));
        var broken = Recorded.Migration(2, "Broken", schema =>
        {
            if (where == "backfill")
            {
                schema.Table("people").Backfill("mail", $"'nobody'", Undo.Nothing);
                return;
            }

            schema.Sql(where == "rollback" ? Sql.Empty : same, down: same);
        });

        var failure = (MigrationFailedException)(await Catch(FailAsync))!;

        var told = (await Database.Migrator(twice).TimelineAsync())[^1];
        told.Kind.Should().Be("failed");
        told.Sql.Should().Be(failure.Sql).And.ContainAny("UPDATE", "INSERT");
        told.Code.Should().Be(failure.Fault!.Code).And.NotBeEmpty();
        told.Message.Should().Be(failure.Message).And.MatchRegex("The next start tries this step again\\.|The rollback goes on with this step when RollbackAsync is called again\\.")
            .And.ContainAny("is undone", "are undone", "stays");
        (await Database.QueryAsync<string>($"SELECT stack FROM {(Database.Provider.Engine == Engines.Sqlite ? "schema_evolve_" : "schema_evolve.")}events ORDER BY number DESC LIMIT 1"))
            .Should().ContainSingle().Which.Should().Contain(failure.InnerException!.GetType().FullName).And.Contain("   at ");
        told.Blockers.Should().Equal(failure.Fault.Blockers);

        async Task FailAsync()
        {
            await Database.Migrator(twice).MigrateAsync();
            await Database.Migrator(twice, broken).MigrateAsync();
            await Database.Migrator(twice, broken).RollbackAsync(1);
        }
    }

    [Test]
    public async Task A_migration_that_failed_can_be_mended_where_it_has_not_run_yet()
    {
        var broken = Recorded.Migration(2026_01_04_0900, "Broken", schema =>
        {
            schema.Table("customers").AddColumn(Column.Text("nick"));
            schema.Sql($"INSERT INTO nowhere VALUES (1)", $"");
        });
        var mended = Recorded.Migration(2026_01_04_0900, "Broken", schema =>
        {
            schema.Table("customers").AddColumn(Column.Text("nick"));
            schema.Sql($"INSERT INTO customers (name) VALUES ('Ada')", $"");
        });
        await Catch(() => Database.Migrator(CreateCustomers, broken).MigrateAsync());

        await Database.Migrator(CreateCustomers, mended).MigrateAsync();

        (await ColumnsAsync("customers")).Should().Contain("nick");
        (await Database.QueryAsync<string>("SELECT name FROM customers")).Should().Equal("Ada");
    }

    [Test]
    public async Task What_has_run_of_a_migration_that_failed_cannot_be_changed()
    {
        var broken = Recorded.Migration(2026_01_04_0900, "Broken", schema =>
        {
            schema.Table("customers").AddColumn(Column.Text("nick"));
            schema.Sql($"INSERT INTO nowhere VALUES (1)", $"");
        });
        var edited = Recorded.Migration(2026_01_04_0900, "Broken", schema => schema.Table("customers").AddColumn(Column.Text("nickname")));
        await Database.Migrator(CreateCustomers).MigrateAsync();
        await Catch(() => Database.Migrator(CreateCustomers, broken).MigrateAsync());

        var refusal = await Catch(() => Database.Migrator(CreateCustomers, edited).MigrateAsync());

        refusal.Should().BeOfType<MigrationHistoryException>().Which.Message.Should().StartWith(
            "Migration 2026_01_04_0900 Broken has changed where it has already run: Add column nick to customers. Put that back, at its place; what has not run yet may be changed.\n    - AddColumn ");
    }

    [Test]
    public async Task An_empty_database_comes_up_whole_or_not_at_all()
    {
        var broken = Recorded.Migration(2026_01_04_0900, "Broken", schema =>
        {
            schema.Table("customers").AddColumn(Column.Text("nick"));
            schema.Require("Nobody is perfect", $"SELECT 1 AS one");
        });

        var failure = await Catch(() => Database.Migrator(CreateCustomers, broken).MigrateAsync());

        failure!.Message.Should().Contain("Nobody is perfect").And.Contain("(one = 1)");
        (await Database.InspectAsync()).IsEmpty.Should().BeTrue();
    }

    [Test]
    public async Task A_rule_that_rows_break_stops_the_migration_and_shows_them()
    {
        await Database.Migrator(CreateCustomers).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO customers (name, phone) VALUES ('Ada', '1'), ('Bob', NULL)");
        var strict = Recorded.Migration(2026_01_04_0900, "Strict", schema =>
        {
            schema.Require("Every customer has a phone.", $"SELECT id, name FROM customers WHERE phone IS NULL");
            schema.Table("customers").RequireColumn("phone");
        });

        var failure = await Catch(() => Database.Migrator(CreateCustomers, strict).MigrateAsync());

        failure.Should().BeOfType<MigrationFailedException>().Which.Message.Should()
            .Contain("Every customer has a phone. Found: (id = 2, name = Bob).");
        (await Database.InspectAsync())["customers"].Columns["phone"].IsNullable.Should().BeTrue();
    }

    [Test]
    public async Task A_cancelled_run_stops_between_two_steps_and_the_next_goes_on()
    {
        using var stop = new CancellationTokenSource();
        var cancel = Recorded.Migration(2026_01_04_0900, "Cancel", schema => schema.RunIrreversible(
            "cancel",
            version: 1,
            up: (_, _) => stop.CancelAsync(),
            reason: "It does nothing"));

        var failure = await Catch(() => Database.Migrator(CreateCustomers, cancel, AddEmailAfter(cancel)).MigrateAsync(stop.Token));
        await Database.Migrator(CreateCustomers, cancel, AddEmailAfter(cancel)).MigrateAsync();

        failure.Should().BeAssignableTo<OperationCanceledException>();
        (await ColumnsAsync("customers")).Should().Contain("email");
    }

    private static async Task<Exception?> Catch(Func<Task> action)
    {
        try
        {
            await action();
            return null;
        }
        catch (Exception error) when (error is MigrationException or OperationCanceledException or DbException)
        {
            return error;
        }
    }
}
