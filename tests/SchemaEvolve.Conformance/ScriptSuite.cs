using SchemaEvolve.Conformance.Crashes;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>A script that the shell runs leads where the application would have led.</summary>
public abstract class ScriptSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private static readonly MigratorOptions Alone = new() { Contract = ContractPolicy.Immediately, AppVersion = "1.2.3", Environment = "production" };
    private static readonly MigratorOptions ByHand = new() { Contract = ContractPolicy.Manually, AppVersion = "1.2.3", Environment = "production" };

    private static readonly RecordedMigration CreateNotes = Recorded.Migration(2026_01_01_0900, "CreateNotes", schema =>
        schema.CreateTable("notes", Column.Int64("id").PrimaryKey(), Column.Text("text")).Seed(["id", "text"], key: ["id"], [1, "It's one; 'two'"]));

    [Test]
    public Task An_empty_database_comes_up_at_once() => LeadAsync(Alone, [Everything.Open]);

    [Test]
    public async Task An_empty_database_needs_no_look()
    {
        var migrator = On(Database, Alone, Everything.All);

        var script = migrator.PlanFresh().ToSql();

        script.Should().Be((await migrator.PlanAsync()).ToSql());
    }

    [Test]
    public Task An_empty_database_comes_up_step_by_step() => LeadAsync(Alone, Everything.All);

    [Test]
    public Task A_database_with_rows_is_expanded_and_filled() => LeadAsync(ByHand, Everything.All, Everything.Open);

    [Test]
    public Task A_database_that_nobody_else_uses_is_changed_in_place() => LeadAsync(Alone, Everything.All, Everything.Open);

    [Test]
    public async Task What_was_done_is_taken_back()
    {
        await using var other = await TEngine.CreateAsync();
        foreach (var database in new[] { Database, other })
        {
            await On(database, ByHand, Everything.All).MigrateAsync();
        }

        var script = (await On(Database, ByHand, Everything.All).PlanRollbackAsync(Everything.Open.Id, new() { AllowDataLoss = true })).ToSql();
        var complaint = await TEngine.RunScriptAsync(Database, script);
        await On(other, ByHand, Everything.All).RollbackAsync(Everything.Open.Id, new() { AllowDataLoss = true });

        complaint.Should().BeEmpty();
        await ShouldBeAsAsync(other);
    }

    [Test]
    public async Task What_is_no_longer_needed_is_taken_away()
    {
        await using var other = await TEngine.CreateAsync();
        foreach (var database in new[] { Database, other })
        {
            await On(database, ByHand, [Everything.Open]).MigrateAsync();
            await On(database, ByHand, Everything.All).MigrateAsync();
        }

        var steps = new List<string>();
        Plan plan;
        do
        {
            plan = await On(Database, ByHand, Everything.All).PlanContractAsync();
            steps.AddRange(plan.Steps.Select(step => step.ToString()));
            (await TEngine.RunScriptAsync(Database, plan.ToSql())).Contains("comes in turn, when this is done. Plan again", StringComparison.Ordinal).Should().Be(plan.StopsBecause is not null);
        }
        while (plan.StopsBecause is not null);
        var report = await On(other, ByHand, Everything.All).ContractAsync();

        steps.Should().Equal(report.Steps.Select(step => step.ToString()));
        await ShouldBeAsAsync(other);
    }

    [Test]
    public async Task What_else_a_start_notes_a_script_notes_too()
    {
        var forget = Recorded.Migration(2026_01_02_0900, "Forget", schema =>
        {
            schema.Unsafe("nobody reads it", inPlace => inPlace.Table("notes").DropColumn("text"));
            schema.Suppress("SE302", because: "It's always empty", owner: "shop", until: DateOnly.MaxValue);
        });

        await LeadAsync(ByHand, [CreateNotes, forget], CreateNotes);

        (await Database.Migrator(CreateNotes, forget).TimelineAsync()).Select(one => one.Kind).Should().Equal("applied", "suppressed", "applied");
    }

    [Test]
    public async Task A_script_does_not_begin_while_an_application_migrates()
    {
        var script = (await On(Database, Alone, [CreateNotes]).PlanAsync()).ToSql();
        await using var opened = await Database.Provider.Connections.OpenAsync(default);
        await using var held = (await Database.Provider.Lock.TryAcquireAsync(opened.Connection, new("ada", "app-1", 4711, "1.2.3"), default)).Held!;

        var complaint = await TEngine.RunScriptAsync(Database, script);

        complaint.Should().ContainAny("Another process is migrating this database", "database is locked");
        (await Database.InspectAsync()).Tables.Should().BeEmpty();
    }

    [Test]
    public async Task A_backfill_that_died_anybody_ends([Values] bool isScriptFirst, [Values] bool isScriptThen)
    {
        const int Rows = 1500;
        const int Bad = 1200;
        var create = Recorded.Migration(2026_01_01_0900, "Create", schema =>
        {
            var table = schema.CreateTable("numbers", Column.Int64("id").PrimaryKey(), Column.Int64("twice"));
            table.AddCheck("even", $"twice >= 0");
        });
        Identifier id = "id";
        var twice = Recorded.Migration(2026_01_02_0900, "Double", schema => schema.Table("numbers").Backfill("twice", $"CASE {id} WHEN {Bad} THEN -1 ELSE 2 * {id} END", Undo.Nothing));
        var migrator = On(Database, ByHand, [create, twice]);
        async Task<string> FillAsync(bool isScript)
        {
            if (isScript)
            {
                return await TEngine.RunScriptAsync(Database, (await migrator.PlanAsync()).ToSql());
            }

            try
            {
                await migrator.MigrateAsync();
                return "";
            }
            catch (MigrationFailedException error)
            {
                return error.Message;
            }
        }

        await On(Database, ByHand, [create]).MigrateAsync();
        await Database.ExecuteAsync($"WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < {Rows}) INSERT INTO numbers (id) SELECT id FROM n");

        (await FillAsync(isScriptFirst)).Should().Contain("even");
        await Database.ExecuteAsync($"DELETE FROM numbers WHERE id = {Bad}");
        (await FillAsync(isScriptThen)).Should().BeEmpty();

        (await Database.QueryAsync<long>("SELECT count(*) FROM numbers WHERE twice = 2 * id")).Should().Equal(Rows - 1);
        (await Database.QueryAsync<string>($"SELECT concat_ws(' ', state, coalesce(cursor, '-')) FROM {Journal}steps WHERE migration = {twice.Id}")).Should().Equal("done -");
        // Of its last batch, the application learns with the next one how many rows it was.
        (await Database.QueryAsync<long>($"SELECT rows FROM {Journal}steps WHERE migration = {twice.Id}"))[0].Should().BeInRange(isScriptFirst ? Rows - 1 : 1, Rows - 1);
    }

    [Test]
    public async Task A_rule_that_does_not_hold_stops_the_script_and_says_which()
    {
        await On(Database, Alone, [CreateNotes]).MigrateAsync();
        var demand = Recorded.Migration(2026_01_02_0900, "Demand", schema =>
        {
            schema.Require("There's no note \"one\"", $"SELECT id FROM notes");
            schema.Table("notes").AddColumn(Column.Text("author"));
        });

        var complaint = await TEngine.RunScriptAsync(Database, (await On(Database, Alone, [CreateNotes, demand]).PlanAsync()).ToSql());

        complaint.Should().Contain("There's no note \"one\"");
        (await Database.InspectAsync()).Tables["notes"].Columns.Contains("author").Should().BeFalse();
        (await Database.HistoryAsync()).Find(demand.Id).Should().BeNull();
    }

    [Test]
    public async Task A_script_stops_before_what_is_written_in_csharp_and_the_application_goes_on()
    {
        var said = new List<string>();
        var tell = Recorded.Migration(2026_01_02_0900, "Tell", schema => schema.RunIrreversible("tell", 1, (_, _) => Say(said), "It is said."));
        var add = Recorded.Migration(2026_01_03_0900, "Add", schema => schema.Table("notes").AddColumn(Column.Text("author")));
        var migrator = On(Database, Alone, [CreateNotes, tell, add]);

        var complaint = await TEngine.RunScriptAsync(Database, (await migrator.PlanAsync()).ToSql());
        var before = (await Database.HistoryAsync()).Migrations.Select(entry => entry.Name).ToList();
        await migrator.MigrateAsync();

        complaint.Should().Contain("“tell” is written in C#");
        before.Should().Equal("CreateNotes");
        said.Should().Equal("told");
        (await Database.HistoryAsync()).Migrations.Should().OnlyContain(entry => entry.IsComplete);
    }

    [Test]
    public async Task A_script_stops_where_somebody_has_been_at_the_journal_since()
    {
        var migrator = On(Database, Alone, [CreateNotes]);
        var script = (await migrator.PlanAsync()).ToSql();
        await migrator.MigrateAsync();

        var complaint = await TEngine.RunScriptAsync(Database, script);

        complaint.Should().Contain("The journal is as it was when this script was written.");
    }

    [Test]
    public async Task Comments_and_semicolons_of_an_author_do_not_disturb_a_script()
    {
        await On(Database, Alone, [CreateNotes]).MigrateAsync();
        var comment = Recorded.Migration(2026_01_02_0900, "Comment", schema =>
        {
            schema.Sql(Sql.Raw("UPDATE notes SET text = '1' -- for all"), Sql.Empty);
            schema.Sql(Sql.Raw("UPDATE notes SET text = text || ';2'; -- or not"), Sql.Empty);
            schema.Sql(Sql.Raw("UPDATE notes SET text = text || ';\n.3:x';"), Sql.Empty);
        });

        var script = (await On(Database, Alone, [CreateNotes, comment]).PlanAsync()).ToSql();

        (await TEngine.RunScriptAsync(Database, script)).Should().BeEmpty();
        (await Database.RowsAsync("notes")).Should().Equal("id=1, text=1;2;\n.3:x");
    }

    private string Journal => Database.Provider.Engine == Engines.Sqlite ? "schema_evolve_" : "schema_evolve.";

    private static Task Say(List<string> said)
    {
        said.Add("told");
        return Task.CompletedTask;
    }

    private static Migrator On(TestDatabase database, MigratorOptions options, IEnumerable<RecordedMigration> migrations) =>
        new(TEngine.ForShell(database), MigrationSet.OfRecorded(migrations), options);

    private async Task LeadAsync(MigratorOptions options, IEnumerable<RecordedMigration> migrations, params IEnumerable<RecordedMigration> earlier)
    {
        await using var other = await TEngine.CreateAsync();
        foreach (var database in earlier.Any() ? new[] { Database, other } : [])
        {
            await On(database, options, earlier).MigrateAsync();
        }

        var script = (await On(Database, options, migrations).PlanAsync()).ToSql();
        var complaint = await TEngine.RunScriptAsync(Database, script);
        await On(other, options, migrations).MigrateAsync();

        complaint.Should().BeEmpty();
        await ShouldBeAsAsync(other);
        (await On(Database, options, migrations).MigrateAsync()).Outcome.Should().Be(MigrationOutcome.UpToDate);
    }

    private async Task ShouldBeAsAsync(TestDatabase other)
    {
        (await Picture.OfAsync(Database, isExact: true)).ShouldBe(await Picture.OfAsync(other, isExact: true), "the script does what the application does");
        var (done, expected) = (await JournalAsync(Database), await JournalAsync(other));
        done.Except(expected).Should().Equal(expected.Except(done));
    }

    // Without the times, and who it was.
    private async Task<IReadOnlyList<string>> JournalAsync(TestDatabase database) =>
    [
        .. await database.QueryAsync<string>(
            $"SELECT concat_ws(' ', id, begun, name, coalesce(scope, '-'), coalesce(owner, '-'), coalesce(reason, '-'), state, fingerprint, definition, app_version, is_birth, (migrated_at IS NULL)) FROM {Journal}migrations ORDER BY id"),
        .. await database.QueryAsync<string>(
            $"SELECT concat_ws(' ', migration, phase, number, fingerprint, description, state, attempt, coalesce(rows, -1), (cursor IS NULL), (started_at IS NULL), (finished_at IS NULL), coalesce(error, '-')) FROM {Journal}steps ORDER BY migration, phase, number"),
        .. await database.QueryAsync<string>(
            $"SELECT concat_ws(' ', number, kind, coalesce(migration, -1), coalesce(name, '-'), coalesce(phase, '-'), description, coalesce(sql, '-'), coalesce(code, '-'), coalesce(message, '-'), coalesce(stack, '-'), coalesce(blockers, '-'), (actor IS NULL), app_version) FROM {Journal}events ORDER BY number"),
        .. await database.QueryAsync<string>(
            $"SELECT CASE WHEN key LIKE 'stamp%' THEN key ELSE key || value END FROM {Journal}meta ORDER BY key, value"),
    ];
}
