using System.Data.Common;
using Dapper;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>What every run promises, whatever the database.</summary>
public abstract class MigratorSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private static readonly RecordedMigration CreateCustomers = Recorded.Migration(2026_01_01_0900, "CreateCustomers", schema => schema
        .CreateTable("customers", Column.Int64("id").Identity().PrimaryKey(), Column.Text("name").NotNull(), Column.Text("phone")));

    private static readonly RecordedMigration AddEmail = Recorded.Migration(2026_01_02_0900, "AddEmail", schema => schema
        .Table("customers").AddColumn(Column.Text("email")).AddIndex("email"));

    private static readonly RecordedMigration DropPhone = Recorded.Migration(2026_01_03_0900, "DropPhone", schema => schema
        .Table("customers").DropColumn("phone"));

    private static readonly MigratorOptions Staged = new() { Contract = ContractPolicy.Manually, Retention = TimeSpan.Zero };

    [Test]
    public async Task An_empty_database_gets_all_of_it()
    {
        var report = await Database.Migrator(CreateCustomers, AddEmail).MigrateAsync();

        report.Outcome.Should().Be(MigrationOutcome.Migrated);
        report.Migrations.Should().Equal(CreateCustomers, AddEmail);
        (await ColumnsAsync("customers")).Should().BeEquivalentTo("id", "name", "phone", "email");
    }

    [Test]
    public async Task A_second_run_has_nothing_to_do()
    {
        await Database.Migrator(CreateCustomers, AddEmail).MigrateAsync();

        var report = await Database.Migrator(CreateCustomers, AddEmail).MigrateAsync();

        report.Outcome.Should().Be(MigrationOutcome.UpToDate);
        report.Steps.Should().BeEmpty();
    }

    [Test]
    public async Task Only_what_is_new_runs()
    {
        await Database.Migrator(CreateCustomers).MigrateAsync();

        var report = await Database.Migrator(CreateCustomers, AddEmail).MigrateAsync();

        report.Migrations.Should().Equal(AddEmail);
    }

    [Test]
    public async Task What_looks_at_rows_sees_them_as_they_are_at_its_place([Values] ContractPolicy policy)
    {
        var once = Recorded.Migration(2026_01_02_0900, "NameOnce", schema =>
        {
            schema.Table("customers")
                .AddColumn(Column.Text("email"))
                .Update("email", $"lower(name)", $"TRUE", Undo.Nothing)
                .Delete($"id > 1", Undo.Nothing)
                .AddUnique("email");
            schema.Require("A customer has an email.", $"SELECT id FROM customers WHERE email IS NULL");
            schema.Sql($"UPDATE customers SET phone = email", Sql.Empty);
            schema.Verify("A customer has a phone.", $"SELECT id FROM customers WHERE phone IS NULL");
        });
        await Database.Migrator(CreateCustomers).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO customers (name) VALUES ('Ada'), ('ADA')");

        await Database.Migrator(new MigratorOptions { Contract = policy }, CreateCustomers, once).MigrateAsync();

        (await Database.RowsAsync("customers")).Should().Equal("email=ada, id=1, name=Ada, phone=ada");
        (await Database.HistoryAsync()).Find(once.Id)!.State.Should().Be(MigrationState.Migrated);
    }

    [Test]
    public async Task A_plan_says_what_the_run_then_does()
    {
        await Database.Migrator(CreateCustomers).MigrateAsync();
        var migrator = Database.Migrator(CreateCustomers, AddEmail, DropPhone);

        var plan = await migrator.PlanAsync();
        var report = await migrator.MigrateAsync();

        plan.Steps.Should().NotBeEmpty();
        report.Steps.Should().Equal(plan.Steps);
    }

    [Test]
    public async Task A_plan_changes_nothing()
    {
        await Database.Migrator(CreateCustomers).PlanAsync();

        (await Database.InspectAsync()).IsEmpty.Should().BeTrue();
        (await Database.HistoryAsync()).Should().Be(History.Empty);
    }

    [Test]
    public async Task What_is_dropped_stays_until_it_is_contracted()
    {
        await Database.Migrator(CreateCustomers).MigrateAsync();
        var migrator = Database.Migrator(Staged, CreateCustomers, DropPhone, AddEmail);

        await migrator.MigrateAsync();

        (await ColumnsAsync("customers")).Should().BeEquivalentTo("id", "name", "phone", "email");
        (await migrator.StatusAsync()).ToContract.Select(standing => standing.Name).Should().Equal("DropPhone");

        await migrator.ContractAsync();

        (await ColumnsAsync("customers")).Should().BeEquivalentTo("id", "name", "email");
        (await migrator.StatusAsync()).ToContract.Should().BeEmpty();
        (await migrator.MigrateAsync()).Outcome.Should().Be(MigrationOutcome.UpToDate);
    }

    [Test]
    public async Task An_empty_database_is_contracted_at_once()
    {
        await Database.Migrator(Staged, CreateCustomers, DropPhone, AddEmail).MigrateAsync();

        (await ColumnsAsync("customers")).Should().BeEquivalentTo("id", "name", "email");
    }

    [Test]
    public async Task Rows_are_brought_up_to_date_after_all_expansions_unless_one_looks_at_them()
    {
        await Database.Migrator(CreateCustomers).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO customers (name) VALUES ('Ada'), ('Ada')");
        var number = Recorded.Migration(2026_01_04_0900, "NumberNames", schema => schema
            .Table("customers").Update("name", $"name || id", where: $"TRUE", Undo.Nothing));
        var unique = Recorded.Migration(2026_01_05_0900, "UniqueNames", schema => schema
            .Table("customers").AddIndex(["name"], index => index.Unique()));

        await Database.Migrator(Staged, CreateCustomers, AddEmail, number, unique).MigrateAsync();

        (await Database.QueryAsync<string>("SELECT name FROM customers ORDER BY id")).Should().Equal("Ada1", "Ada2");
    }

    [Test]
    public async Task Raw_sql_may_make_what_later_steps_build_upon()
    {
        var raw = Recorded.Migration(2026_01_04_0900, "Raw", schema =>
        {
            schema.Sql($"CREATE TABLE legacy (id integer PRIMARY KEY)", $"DROP TABLE legacy");
            schema.Table("legacy").AddColumn(Column.Text("note"));
        });

        var report = await Database.Migrator(CreateCustomers, raw).MigrateAsync();

        report.Outcome.Should().Be(MigrationOutcome.Migrated);
        (await ColumnsAsync("legacy")).Should().BeEquivalentTo("id", "note");
    }

    [Test]
    public async Task Csharp_steps_get_the_connection_and_the_transaction()
    {
        var code = Recorded.Migration(2026_01_04_0900, "Code", schema => schema.Run(
            "add Grace",
            version: 1,
            up: (session, _) => session.Connection.ExecuteAsync("INSERT INTO customers (name) VALUES ('Grace')", transaction: session.Transaction),
            down: (session, _) => session.Connection.ExecuteAsync("DELETE FROM customers WHERE name = 'Grace'", transaction: session.Transaction)));

        await Database.Migrator(CreateCustomers, code, AddEmail).MigrateAsync();

        (await Database.QueryAsync<string>("SELECT name FROM customers")).Should().Equal("Grace");
    }

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

    [Test]
    public async Task The_journal_tells_who_did_what_and_why()
    {
        var migration = CreateCustomers with { Scope = "crm", Owner = "crm-team", Reason = "Somebody has to buy" };
        var options = new MigratorOptions { AppVersion = "1.2.3" };

        await Database.Migrator(options, migration).MigrateAsync();

        var standing = (await Database.Migrator(migration).StatusAsync()).Migrations.Should().ContainSingle().Subject;
        standing.Should().BeEquivalentTo(new { Scope = "crm", Owner = "crm-team", Reason = "Somebody has to buy", State = MigrationState.Migrated });
        standing.StartedAt.Should().BeCloseTo(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(10));
        var applied = (await Database.Migrator(migration).TimelineAsync()).Should().ContainSingle().Subject;
        applied.Kind.Should().Be("applied");
        applied.AppVersion.Should().Be("1.2.3");
        applied.Description.Should().Be("Create table customers");
        applied.Duration.Should().NotBeNull();
    }

    [Test]
    public async Task Progress_is_reported_for_each_step()
    {
        var news = new List<MigrationProgress>();
        var options = new MigratorOptions { Progress = new Listener(news.Add) };

        await Database.Migrator(options, CreateCustomers, AddEmail).MigrateAsync();

        news.Select(one => (one.Number, one.Elapsed is null)).Should().Equal((1, true), (1, false), (2, true), (2, false));
        news.Should().OnlyContain(one => one.Total == 2);
    }

    [Test]
    public async Task Many_starters_at_once_apply_each_migration_once()
    {
        var counter = Recorded.Migration(2026_01_01_0900, "Counter", schema =>
        {
            schema.CreateTable("counter", Column.Int32("value").NotNull());
            schema.Sql($"INSERT INTO counter VALUES (0)", $"DELETE FROM counter");
        });
        RecordedMigration[] migrations =
        [
            counter,
            .. Enumerable.Range(1, 10).Select(number => Recorded.Migration(2026_01_01_0900 + number, $"Add{number}", schema =>
                schema.Sql($"UPDATE counter SET value = value + 1", $"UPDATE counter SET value = value - 1"))),
        ];

        var reports = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Database.Migrator(migrations).MigrateAsync())));

        reports.Count(report => report.Outcome == MigrationOutcome.Migrated).Should().Be(1);
        (await Database.QueryAsync<int>("SELECT value FROM counter")).Should().Equal(10);
    }

    [Test]
    public async Task Odd_names_are_names_like_any_other()
    {
        string[] names = ["\"; DROP TABLE x; --", "Mixed Case", "select", "größe 🐘", "a.b", "it's", "[x]", "a`b", "%s", "{0}"];
        RecordedMigration[] migrations =
        [
            Recorded.Migration(1, "Create \"odd\" names", schema =>
            {
                foreach (var name in names)
                {
                    schema.CreateTable(name, Column.Int64(name).PrimaryKey(), Column.Text($"{name} too"))
                        .AddUnique([$"{name} too"], name: $"uq {name}")
                        .AddIndex([$"{name} too"], index => index.Named($"ix {name}"))
                        .Seed([name, $"{name} too"], key: [name], [1, name]);
                }
            }),
            Recorded.Migration(2, "Alter odd names", schema =>
            {
                foreach (var name in names)
                {
                    schema.Table(name).AddColumn(Column.Int32($"{name} three").NotNull().Default(3)).RequireColumn($"{name} too");
                }
            }),
        ];

        await Database.Migrator(migrations[0]).MigrateAsync();
        await Database.Migrator(migrations).MigrateAsync();

        var catalog = await Database.InspectAsync();
        foreach (var name in names)
        {
            catalog[name].Columns.Select(column => column.Name.Value).Should().Equal(name, $"{name} too", $"{name} three");
            catalog[name].Indexes.Contains($"ix {name}").Should().BeTrue();
            (await Database.RowsAsync(name)).Should().ContainSingle().Which.Should().Contain($"{name} too={name}");
        }
    }

    private static RecordedMigration AddEmailAfter(RecordedMigration other) => AddEmail with { Id = other.Id + 1 };

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

    private async Task<IEnumerable<string>> ColumnsAsync(string table) =>
        (await Database.InspectAsync())[table].Columns.Select(column => column.Name.Value);

    private sealed class Listener(Action<MigrationProgress> hear) : IProgress<MigrationProgress>
    {
        public void Report(MigrationProgress value) => hear(value);
    }
}
