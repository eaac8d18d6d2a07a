using Dapper;
using Microsoft.Data.Sqlite;
using SchemaEvolve.Changes;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;
using SchemaEvolve.Sqlite.Journaling;

namespace SchemaEvolve.Sqlite.Tests.Journal;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SqliteJournalTests : IDisposable
{
    private static readonly Actor Anna = new("anna", "app-7f9c", 4711, "1.2.0");

    private static readonly RecordedMigration Phones = new(2026_03_14_0915, "RenamePhone", [new DropColumn("customers", "phone"), new DropColumn("customers", "notes")])
    {
        Scope = "customers",
        Owner = "crm-team",
        Reason = "Phone numbers get a column of their own name",
    };

    private static readonly StepEntry Added = new(Phase.Expand, 0, "f0", "Add column phone_number to customers", StepState.Done);
    private static readonly StepEntry Filled = new(Phase.Migrate, 0, "f0", "Fill phone_number", StepState.Pending);
    private static readonly StepEntry Dropped = new(Phase.Contract, 1, "f1", "Drop column notes of customers", StepState.Pending);

    private readonly SqliteJournal _journal = new();
    private readonly DatabaseFile _file = new();
    private readonly SqliteConnection _connection;

    public SqliteJournalTests() => _connection = _file.Open();

    public void Dispose()
    {
        _connection.Dispose();
        _file.Dispose();
    }

    [Test]
    public async Task Reading_a_fresh_database_finds_nothing_and_creates_nothing()
    {
        var history = await _journal.ReadAsync(_connection, null, default);

        history.Should().Be(History.Empty);
        (await _journal.HasStampAsync(_connection, "a", default)).Should().BeFalse();
        (await _journal.ReadEventsAsync(_connection, default)).Should().BeEmpty();
        (await _connection.QuerySingleAsync<int>("SELECT count(*) FROM sqlite_schema")).Should().Be(0);
    }

    [Test]
    public async Task Creating_the_tables_again_changes_nothing()
    {
        await _journal.EnsureAsync(_connection, default);
        await FinishAsync(Expand());
        var before = await ReadAsync();

        await _journal.EnsureAsync(_connection, default);

        (await ReadAsync()).Should().Be(before);
    }

    [Test]
    public async Task What_a_step_completes_and_leaves_is_read_back_as_it_was_written()
    {
        await _journal.EnsureAsync(_connection, default);

        await FinishAsync(Expand());

        var entry = (await ReadAsync()).Migrations.Should().ContainSingle().Subject;
        entry.Should().Be(new MigrationEntry(
            Phones.Id,
            Phones.Name,
            Order: 1,
            MigrationState.Expanded,
            Phones.Fingerprint,
            Phones.Definition,
            entry.StartedAt,
            [Added, Filled, Dropped])
        {
            Scope = Phones.Scope,
            Owner = Phones.Owner,
            Reason = Phones.Reason,
            AppVersion = Anna.AppVersion,
            ChangedAt = entry.ChangedAt,
        });
        (entry.ChangedAt - entry.StartedAt).Should().Be(TimeSpan.FromMilliseconds(1500));
        entry.ChangedAt.Offset.Should().Be(TimeSpan.Zero);
    }

    [Test]
    public async Task The_tables_can_be_read_with_plain_sql()
    {
        await _journal.EnsureAsync(_connection, default);

        await FinishAsync(Expand());

        (await _connection.QuerySingleAsync<string>("SELECT state FROM schema_evolve_migrations")).Should().Be("expanded");
        (await _connection.QueryAsync<string>("SELECT phase || ' ' || number || ' ' || state || ' ' || attempt FROM schema_evolve_steps ORDER BY phase"))
            .Should().Equal("contract 1 pending 0", "expand 0 done 1", "migrate 0 pending 0");
        (await _connection.QuerySingleAsync<string>("SELECT finished_at FROM schema_evolve_steps WHERE state = 'done'"))
            .Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        (await _connection.QuerySingleAsync<long>("SELECT rows FROM schema_evolve_steps WHERE state = 'done'")).Should().Be(42);
    }

    [Test]
    public async Task An_event_tells_what_was_applied_and_by_whom()
    {
        await _journal.EnsureAsync(_connection, default);

        await FinishAsync(Expand());

        var applied = (await _journal.ReadEventsAsync(_connection, default)).Should().ContainSingle().Subject;
        applied.Should().Be(new JournalEvent(
            1, applied.At, "applied", Phones.Id, Phones.Name, Phase.Expand, "Add column nickname to customers", TimeSpan.FromMilliseconds(1500))
        {
            Actor = Anna.ToString(),
            Scope = "customers",
            Owner = "crm-team",
            Reason = "Phone numbers get a column of their own name",
            AppVersion = "1.2.0",
        });
    }

    [Test]
    public async Task An_entry_goes_away_with_the_transaction_of_its_step()
    {
        await _journal.EnsureAsync(_connection, default);

        await using (var transaction = await _connection.BeginTransactionAsync())
        {
            await _journal.FinishAsync(_connection, transaction, [Record(Expand())], default);
        }

        (await ReadAsync()).Should().Be(History.Empty);
        (await _journal.ReadEventsAsync(_connection, default)).Should().BeEmpty();
    }

    [Test]
    public async Task Migrations_stand_in_the_order_in_which_they_were_begun()
    {
        await _journal.EnsureAsync(_connection, default);
        var late = Phones with { Id = 7, Name = "Late" };

        await FinishAsync(Expand());
        await FinishAsync(Expand() with { Migration = late });
        await FinishAsync(Contract());

        (await ReadAsync()).Migrations.Select(entry => (entry.Name, entry.Order, entry.State)).Should().Equal(
            (Phones.Name, 1L, MigrationState.Contracted),
            ("Late", 2L, MigrationState.Expanded));
    }

    [Test]
    public async Task A_later_step_marks_its_operations_and_leaves_what_is_done_alone()
    {
        await _journal.EnsureAsync(_connection, default);
        await FinishAsync(Expand());
        var before = Rows();

        await FinishAsync(Contract() with { Completes = [Added with { Description = "Another text" }, Filled, Dropped] });

        (await StepsAsync()).Should().Equal(Added, Filled with { State = StepState.Done }, Dropped with { State = StepState.Done });
        Rows().Where(row => row.StartsWith("expand", StringComparison.Ordinal)).Should().Equal(before.Where(row => row.StartsWith("expand", StringComparison.Ordinal)));

        IEnumerable<string> Rows() => [.. _connection.Query<string>(
            "SELECT phase || number || description || attempt || started_at || finished_at FROM schema_evolve_steps WHERE state = 'done'")];
    }

    [Test]
    public async Task Operations_that_the_code_no_longer_has_are_forgotten_unless_they_are_done()
    {
        await _journal.EnsureAsync(_connection, default);
        await FinishAsync(Expand());

        await FinishAsync(Expand() with { Completes = [], Leaves = [Dropped with { Number = 5, Fingerprint = "f5" }] });

        (await StepsAsync()).Should().Equal(Added, Dropped with { Number = 5, Fingerprint = "f5" });
    }

    [Test]
    public async Task A_step_that_was_begun_and_never_heard_of_again_is_running()
    {
        await _journal.EnsureAsync(_connection, default);

        await _journal.StartAsync(_connection, Record(Expand()), default);

        var entry = (await ReadAsync()).Find(Phones.Id)!;
        entry.State.Should().Be(MigrationState.Pending);
        entry.Steps.Should().Equal(Added with { State = StepState.Running });
        (await _journal.ReadEventsAsync(_connection, default)).Should().BeEmpty();
    }

    [Test]
    public async Task A_step_that_fails_and_is_tried_again_counts_its_attempts()
    {
        await _journal.EnsureAsync(_connection, default);

        await _journal.FailAsync(_connection, Record(Expand()), Trouble(), default);
        await _journal.StartAsync(_connection, Record(Expand()), default);
        await _journal.FailAsync(_connection, Record(Expand()), Trouble(), default);
        var failed = (await StepsAsync()).Single();
        var error = Text("error");
        await _journal.StartAsync(_connection, Record(Expand()), default);
        await FinishAsync(Expand());

        failed.State.Should().Be(StepState.Failed);
        error.Should().Be("UNIQUE constraint failed");
        (await StepsAsync())[0].Should().Be(Added);
        Text("attempt").Should().Be("3");
        Text("error").Should().BeNull();

        string? Text(string column) => _connection.QuerySingle<string?>($"SELECT {column} FROM schema_evolve_steps WHERE phase = 'expand'");
    }

    [Test]
    public async Task A_failure_is_kept_with_all_that_a_post_mortem_needs()
    {
        await _journal.EnsureAsync(_connection, default);

        await _journal.FailAsync(_connection, Record(Expand()), Trouble(), default);

        var failed = (await _journal.ReadEventsAsync(_connection, default)).Should().ContainSingle().Subject;
        (failed.Kind, failed.Sql, failed.Code).Should().Be(("failed", "CREATE UNIQUE INDEX …", "SQLITE_CONSTRAINT_UNIQUE (2067)"));
        (await _connection.QuerySingleAsync<string>("SELECT message || '|' || stack || '|' || host || '|' || process FROM schema_evolve_events"))
            .Should().Be("UNIQUE constraint failed|at SchemaEvolve …|app-7f9c|4711");
    }

    [Test]
    public async Task A_migration_that_failed_and_was_mended_is_kept_as_it_ran()
    {
        await _journal.EnsureAsync(_connection, default);
        var mended = new RecordedMigration(Phones.Id, Phones.Name, [new DropColumn("customers", "fax")]);

        await _journal.FailAsync(_connection, Record(Expand()), Trouble(), default);
        await FinishAsync(Expand() with { Migration = mended });

        (await ReadAsync()).Find(Phones.Id)!.Definition.Should().Be(mended.Definition);
        (await ReadAsync()).Find(Phones.Id)!.Fingerprint.Should().Be(mended.Fingerprint);
    }

    [Test]
    public async Task Several_releases_find_their_stamps()
    {
        await _journal.EnsureAsync(_connection, default);

        await StampAsync("old");
        await StampAsync("new");
        await StampAsync("new");

        (await _journal.HasStampAsync(_connection, "old", default)).Should().BeTrue();
        (await _journal.HasStampAsync(_connection, "new", default)).Should().BeTrue();
        (await _journal.HasStampAsync(_connection, "ne", default)).Should().BeFalse();
    }

    [Test]
    public async Task Only_the_latest_stamps_are_kept()
    {
        await _journal.EnsureAsync(_connection, default);
        await _connection.ExecuteAsync(
            """
            WITH RECURSIVE releases (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM releases WHERE number < 20)
            INSERT INTO schema_evolve_meta SELECT 'stamp ' || number, format('2020-01-%02d', number) FROM releases
            """);

        await StampAsync("new");
        await _journal.StampLikeAsync(_connection, "new", "like", Anna, default);

        (await _connection.QueryAsync<string>("SELECT key FROM schema_evolve_meta WHERE key LIKE 'stamp %'")).Should().BeEquivalentTo(
            [.. Enumerable.Range(7, 14).Select(number => $"stamp {number}"), "stamp new", "stamp like"]);
    }

    [Test]
    public async Task A_stamp_is_like_another_only_as_long_as_that_one_holds()
    {
        await _journal.EnsureAsync(_connection, default);
        await StampAsync("known");

        await _journal.StampLikeAsync(_connection, "known", "like", Anna, default);
        await _journal.StampLikeAsync(_connection, "unknown", "unlike", Anna, default);

        (await _journal.HasStampAsync(_connection, "like", default)).Should().BeTrue();
        (await _journal.HasStampAsync(_connection, "unlike", default)).Should().BeFalse();
    }

    [Test]
    public async Task A_database_is_born_until_a_run_is_completed()
    {
        await _journal.EnsureAsync(_connection, default);

        await FinishAsync(Expand() with { IsBirth = true });
        var before = await ReadAsync();
        await StampAsync("first");
        await FinishAsync(Contract());

        before.IsBirth.Should().BeTrue();
        (await ReadAsync()).IsBirth.Should().BeFalse();
    }

    [Test]
    public async Task After_a_contract_every_release_looks_again()
    {
        await _journal.EnsureAsync(_connection, default);
        await FinishAsync(Expand());
        await StampAsync("old");

        await FinishAsync(Contract());

        (await _journal.HasStampAsync(_connection, "old", default)).Should().BeFalse();
    }

    [Test]
    public async Task An_expansion_leaves_the_stamps_of_other_releases_alone()
    {
        await _journal.EnsureAsync(_connection, default);
        await StampAsync("old");

        await FinishAsync(Expand());

        (await _journal.HasStampAsync(_connection, "old", default)).Should().BeTrue();
    }

    [Test]
    public async Task A_journal_of_a_newer_format_is_refused_with_the_release_to_use()
    {
        await _journal.EnsureAsync(_connection, default);
        await _connection.ExecuteAsync(
            """
            UPDATE schema_evolve_meta SET value = '2' WHERE key = 'format';
            UPDATE schema_evolve_meta SET value = '3.1.0' WHERE key = 'release';
            """);

        var read = () => _journal.ReadAsync(_connection, null, default);
        var upgrade = () => _journal.TakeOverAsync(_connection, Anna, default);

        const string Message = "The journal of this database has format 2, made by SchemaEvolve 3.1.0. This is SchemaEvolve 0.1.0, which knows format 1. Use SchemaEvolve 3.1.0 or a later release.";
        (await read.Should().ThrowAsync<MigrationHistoryException>()).WithMessage(Message);
        (await upgrade.Should().ThrowAsync<MigrationHistoryException>()).WithMessage(Message);
    }

    [Test]
    public async Task Other_errors_than_a_missing_journal_are_raised()
    {
        await _connection.ExecuteAsync("CREATE TABLE schema_evolve_meta (something_else)");

        var ask = () => _journal.HasStampAsync(_connection, "a", default);

        await ask.Should().ThrowAsync<SqliteException>().WithMessage("*no such column: key*");
    }

    [Test]
    public async Task Odd_names_come_back_as_they_are()
    {
        const string Odd = "Robert'); DROP TABLE \"students\"; -- \n\t{\"ö\": [‘日本’, \\, 🦆]} @id $1 ?";
        await _journal.EnsureAsync(_connection, default);
        var odd = Phones with { Name = Odd, Scope = Odd, Owner = Odd, Reason = Odd };

        await FinishAsync(Expand() with { Migration = odd, Completes = [Added with { Description = Odd, Fingerprint = Odd }] });

        var entry = (await ReadAsync()).Find(Phones.Id)!;
        (entry.Name, entry.Scope, entry.Owner, entry.Reason).Should().Be((Odd, Odd, Odd, Odd));
        entry.Steps[0].Should().Be(Added with { Description = Odd, Fingerprint = Odd });
    }

    private static StatementStep Expand() => new(Phones, Phase.Expand, [new AddColumn("customers", Column.Text("nickname"))], [Added], [])
    {
        Reaches = MigrationState.Expanded,
        Leaves = [Filled, Dropped],
    };

    private static StatementStep Contract() => new(Phones, Phase.Contract, [new DropColumn("customers", "notes")], [Filled, Dropped], [])
    {
        Reaches = MigrationState.Contracted,
        Leaves = [],
    };

    private static StepRecord Record(Step step) => new(step, Anna, TimeSpan.FromMilliseconds(1500), Rows: 42);

    private static Failure Trouble() =>
        new("UNIQUE constraint failed", "CREATE UNIQUE INDEX …", "SQLITE_CONSTRAINT_UNIQUE (2067)", "at SchemaEvolve …");

    private Task FinishAsync(Step step) => _journal.FinishAsync(_connection, null, [Record(step)], default);

    private Task StampAsync(string stamp) => _journal.StampAsync(_connection, null, [stamp], Anna, default);

    private Task<History> ReadAsync() => _journal.ReadAsync(_connection, null, default);

    private async Task<IReadOnlyList<StepEntry>> StepsAsync() => [.. (await ReadAsync()).Find(Phones.Id)!.Steps];
}
