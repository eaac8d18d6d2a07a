using System.Data.Common;
using System.Text.RegularExpressions;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Conformance.Telemetry;

/// <summary>What can be told of a migration afterwards, whatever the database.</summary>
public abstract partial class StorySuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private static readonly RecordedMigration CreatePeople = Recorded.Migration(2026_01_01_0900, "CreatePeople", schema => schema
        .CreateTable("people", Column.Int64("id").PrimaryKey(), Column.Text("name"), Column.Text("phone")));

    private static readonly RecordedMigration DropPhone = Recorded.Migration(2026_01_03_0900, "DropPhone", schema => schema
        .Table("people").DropColumn("phone", down: $"'none'"));

    [Test]
    public async Task A_step_in_csharp_that_fails_and_then_succeeds_is_told_as_it_was()
    {
        var isBroken = true;
        var anonymous = Code("greet everybody", (_, _) => isBroken ? throw new FormatException("Nobody is there.") : Task.CompletedTask);
        var greet = anonymous with { Scope = "people", Owner = "crm", Reason = "Politeness" };
        await Database.Migrator(CreatePeople).MigrateAsync();
        await Database.Migrator(CreatePeople, greet).Invoking(migrator => migrator.MigrateAsync()).Should().ThrowAsync<MigrationFailedException>();
        isBroken = false;
        await Database.Migrator(CreatePeople, greet).MigrateAsync();

        var story = await Database.Migrator(CreatePeople, greet).ReportAsync(greet.Id);

        Normalize(story.ToString()).Should().Be(
            """
            2026_01_02_0900 Code
              State: Migrated
              Scope: people
              Owner: crm
              Reason: Politeness
              Ran by: …
              Worked for: …

            …  failed     Expand: Run C#: greet everybody (took …)
                                 Migration 2026_01_02_0900 Code failed in Expand, at “Run C#: greet everybody”.
                                 The C# step greet everybody threw FormatException: Nobody is there.
                                 The step is undone as a whole; those before it stay. The next start tries this step again.
            …  applied    Expand: Run C#: greet everybody (took …)

            """);
        story.Failures.Should().ContainSingle();
    }

    [Test]
    public async Task A_statement_that_fails_in_the_middle_is_told_with_its_sql_and_what_is_undone()
    {
        var half = Recorded.Migration(2026_01_02_0900, "Half", schema =>
        {
            schema.Sql($"INSERT INTO people (id) VALUES (1)", Sql.Empty);
            schema.Sql($"INSERT INTO people (id) VALUES (1)", Sql.Empty);
        });
        await Database.Migrator(CreatePeople).MigrateAsync();
        var failure = (await Database.Migrator(CreatePeople, half).Invoking(migrator => migrator.MigrateAsync()).Should().ThrowAsync<MigrationFailedException>()).Which;

        var story = await Database.Migrator(CreatePeople, half).ReportAsync(half.Id);

        story.Events.Select(one => one.Kind).Should().Equal("applied", "failed");
        var failed = story.Failures.Should().ContainSingle().Which;
        (failed.Sql, failed.Code, failed.Message).Should().Be(("INSERT INTO people (id) VALUES (1)", failure.Fault!.Code, failure.Message));
        story.ToString().Should().Contain("with a step that failed and will be tried again").And.Contain("The step is undone as a whole; those before it stay.");
        story.ToMarkdown().Should().Contain("| failed | Expand |").And.Contain(failure.Fault.Code);
    }

    [Test]
    public async Task A_run_that_loses_the_lock_is_told_as_stopped_and_then_goes_on()
    {
        using var loss = new CancellationTokenSource();
        var isFirst = true;
        var slow = Code("take long", async (_, token) =>
        {
            if (isFirst)
            {
                isFirst = false;
                await loss.CancelAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            }
        });
        await Database.Migrator(CreatePeople).MigrateAsync();
        var provider = Database.Provider with { Lock = new Losable(Database.Provider.Lock, loss.Token) };
        await new Migrator(provider, MigrationSet.OfRecorded([CreatePeople, slow])).Invoking(migrator => migrator.MigrateAsync())
            .Should().ThrowAsync<MigrationLockException>();
        await Database.Migrator(CreatePeople, slow).MigrateAsync();

        var story = await Database.Migrator(CreatePeople, slow).ReportAsync(slow.Id);

        story.Events.Select(one => (one.Kind, one.Description)).Should().Equal(("stopped", "Run C#: take long"), ("applied", "Run C#: take long"));
        story.Events[0].Message.Should().StartWith("The lock was lost while this process was migrating");
    }

    [Test]
    public async Task A_run_that_is_cancelled_is_told_as_stopped()
    {
        using var stop = new CancellationTokenSource();
        var slow = Code("take long", async (_, token) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        });
        await Database.Migrator(CreatePeople).MigrateAsync();
        await Database.Migrator(CreatePeople, slow).Invoking(migrator => migrator.MigrateAsync(stop.Token)).Should().ThrowAsync<OperationCanceledException>();

        var story = await Database.Migrator(CreatePeople, slow).ReportAsync(slow.Id);

        story.Events.Should().ContainSingle().Which.Message.Should().Be("The run was cancelled. What the step had done in a transaction is undone, and the next start goes on.");
    }

    [Test]
    public async Task What_was_approved_contracted_and_taken_back_is_told_with_who_did_it()
    {
        var options = new MigratorOptions { Contract = ContractPolicy.Manually };
        await Database.Migrator(options, CreatePeople).MigrateAsync();
        var migrator = Database.Migrator(options, CreatePeople, DropPhone);
        await migrator.MigrateAsync();
        await migrator.ApproveAsync(DropPhone.Id, "Ada", "ticket 7");
        await migrator.ContractAsync();
        var contracted = await migrator.ReportAsync(DropPhone.Id);
        await migrator.RollbackAsync(CreatePeople.Id);

        var story = await migrator.ReportAsync(DropPhone.Id);

        Normalize(contracted.ToString()).Should().Contain("  Approved by: Ada, …: ticket 7\n").And.Contain("…  approved   Approved by Ada: ticket 7\n");
        contracted.Standing.State.Should().Be(MigrationState.Contracted);
        story.Standing.State.Should().Be(MigrationState.Pending);
        story.Events.Select(one => one.Kind).Should().EndWith("reverted").And.Contain(["applied", "approved"]);
    }

    [Test]
    public async Task A_migration_that_nobody_knows_has_no_story()
    {
        var report = () => Database.Migrator(CreatePeople).ReportAsync(42);

        await report.Should().ThrowAsync<MigrationHistoryException>().WithMessage("Neither this application nor the journal has a migration 42. *");
    }

    [Test]
    public async Task A_migration_that_has_not_run_has_a_short_story()
    {
        var story = await Database.Migrator(CreatePeople).ReportAsync(CreatePeople.Id);

        story.ToString().Should().Be("2026_01_01_0900 CreatePeople\n  State: Pending\n\nNothing has happened yet.\n");
        story.ToMarkdown().Should().Be("# 2026_01_01_0900 CreatePeople\n\n* State: Pending\n\nNothing has happened yet.\n");
    }

    private static RecordedMigration Code(string name, MigrationCode up) => Recorded.Migration(
        2026_01_02_0900,
        "Code",
        schema => schema.RunIrreversible(name, version: 1, up: up, reason: "Nothing is changed"));

    private static string Normalize(string story) => Variable().Replace(story, "…");

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|(?<=Ran by: ).*|(?<=took )[^)]*|(?<=Worked for: ).*")]
    private static partial Regex Variable();

    private sealed class Losable(IMigrationLock real, CancellationToken lost) : IMigrationLock
    {
        public async Task<LockAttempt> TryAcquireAsync(DbConnection connection, Actor actor, CancellationToken cancellationToken)
        {
            var attempt = await real.TryAcquireAsync(connection, actor, cancellationToken);

            return attempt.Held is { } held ? attempt with { Held = new Hold(held, lost) } : attempt;
        }

        public Task<string?> FindHolderAsync(DbConnection connection, CancellationToken cancellationToken) => real.FindHolderAsync(connection, cancellationToken);

        public Task<IAsyncDisposable> AnnounceAsync(DbConnection connection, CancellationToken cancellationToken) => real.AnnounceAsync(connection, cancellationToken);

        public Task<bool> IsAwaitedAsync(DbConnection connection, CancellationToken cancellationToken) => real.IsAwaitedAsync(connection, cancellationToken);

        private sealed class Hold(IHeldLock held, CancellationToken lost) : IHeldLock
        {
            public CancellationToken Lost => lost;

            public ValueTask DisposeAsync() => held.DisposeAsync();
        }
    }
}
