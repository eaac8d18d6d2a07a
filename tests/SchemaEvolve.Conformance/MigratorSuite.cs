using Dapper;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>What every run promises, whatever the database.</summary>
public abstract class MigratorSuite<TEngine> : MigratorGround<TEngine>
    where TEngine : IEngine
{
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
    public async Task A_start_leaves_the_thread_of_a_window([Values] bool isIdle)
    {
        if (isIdle)
        {
            await Database.Migrator(CreateCustomers).MigrateAsync();
        }

        var (log, window, own) = (new Listener(), new SynchronizationContext(), SynchronizationContext.Current);
        SynchronizationContext.SetSynchronizationContext(window);
        var start = Database.Migrator(new MigratorOptions { Contract = ContractPolicy.Immediately, Logger = log }, CreateCustomers).MigrateAsync();
        SynchronizationContext.SetSynchronizationContext(own);
        await start;

        log.Contexts.Should().NotBeEmpty().And.NotContain(window);
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
        var options = new MigratorOptions { Progress = new Ear(news.Add) };

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

    private sealed class Ear(Action<MigrationProgress> hear) : IProgress<MigrationProgress>
    {
        public void Report(MigrationProgress value) => hear(value);
    }
}
