using System.Diagnostics;
using Dapper;
using SchemaEvolve.TestRun;

namespace SchemaEvolve.Testing.Tests;

/// <summary>What holds of fresh databases on every database system.</summary>
public abstract class FreshDatabaseSuite
{
    /// <summary>Where the databases of the test are made.</summary>
    protected Ground Ground { get; private set; } = null!;

    [SetUp]
    public async Task FindGroundAsync() => Ground = await CreateGroundAsync();

    [TearDown]
    public Task ClearGroundAsync() => Ground.ClearAsync();

    [Test]
    public async Task A_database_is_migrated_and_goes_when_it_is_disposed()
    {
        await using var databases = Databases(new() { Ahead = 0 });
        var database = await databases.CreateAsync();
        var migrations = Counter.Migrations(Ground.Folder);

        (await new Migrator(database.Provider, migrations).MigrateAsync()).Outcome.Should().Be(MigrationOutcome.UpToDate);
        (await new Migrator(database.Provider, migrations, new() { WhenToBackfill = Backfilling.Background }).MigrateAsync()).Outcome.Should().Be(MigrationOutcome.UpToDate);
        (await new Migrator(database.Provider, migrations, new() { Contract = ContractPolicy.Immediately }).MigrateAsync()).Outcome.Should().Be(MigrationOutcome.UpToDate);
        (await IsThereAsync(database.ConnectionString)).Should().BeTrue();
        await database.DisposeAsync();
        await database.DisposeAsync();

        (await IsThereAsync(database.ConnectionString)).Should().BeFalse();
        Counter.Runs(Ground.Folder).Should().Be(1);
    }

    [Test]
    public async Task What_was_changed_by_hand_fails_the_test_that_verifies_a_database_or_a_copy_of_it()
    {
        await using var databases = Databases(new() { Ahead = 0 });
        await using var database = await databases.CreateAsync();
        await database.VerifyAsync();

        await AskAsync<object>(database.ConnectionString, "ALTER TABLE notes RENAME COLUMN text TO body; CREATE INDEX by_hand ON notes (body)");
        await using var copy = await databases.CopyAsync(database.ConnectionString);

        foreach (var changed in new[] { database, copy })
        {
            var verify = () => changed.VerifyAsync();
            (await verify.Should().ThrowAsync<SchemaDriftException>().WithMessage(
                """
                The database is not what its migrations promise:
                    Column text of notes is not in the database, though migration 1 Create promises it.
                    Column body of notes is in the database, though no migration promises it.
                    Index by_hand of notes is in the database, though no migration promises it.
                """)).Which.Differences.Should().HaveCount(3);
        }
    }

    [Test]
    public async Task Sixteen_tests_at_once_do_not_disturb_each_other()
    {
        await using var databases = Databases();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(number => WriteAndReadAsync(databases, number)));

        Counter.Runs(Ground.Folder).Should().Be(1);
    }

    [Test]
    public async Task Processes_race_for_one_template_and_what_a_killed_one_leaves_behind_goes_and_nothing_of_the_living()
    {
        Process[] runs = [.. Enumerable.Range(0, 4).Select(_ => Start())];
        try
        {
            await Task.WhenAll(runs.Select(run => run.StandardOutput.ReadLineAsync()));
            var places = await Task.WhenAll(runs.Select(GoAsync));

            places.Should().OnlyHaveUniqueItems().And.NotContainNulls();
            Counter.Runs(Ground.Folder).Should().Be(1);

            runs[0].Kill();
            await runs[0].WaitForExitAsync();
            await Conformance.Eventually.BeAsync(async () =>
            {
                // The server has to find out first that the process is gone.
                await using var next = Databases(new() { Ahead = 0 });
                await using var database = await next.CreateAsync();
                return !await IsThereAsync(places[0]);
            });

            foreach (var living in places.Skip(1))
            {
                (await AskAsync<long>(living, "SELECT count(*) FROM notes")).Should().Be(0);
            }

            Counter.Runs(Ground.Folder).Should().Be(1);
        }
        finally
        {
            Array.ForEach(runs, End);
        }
    }

    [Test]
    public async Task Edited_migrations_have_a_template_of_their_own_and_the_old_one_goes()
    {
        await using (var databases = Databases())
        {
            await using var database = await databases.CreateAsync();
        }

        var old = await Ground.ListAsync();
        await using var edited = Ground.Choose(FreshDatabases.Of(Counter.Migrations(Ground.Folder, "more"), Options(new() { Ahead = 0 })));
        await using var fresh = await edited.CreateAsync();

        old.Should().ContainSingle();
        (await AskAsync<long>(fresh.ConnectionString, "SELECT count(more) FROM notes")).Should().Be(0);
        (await Ground.ListAsync()).Should().HaveCount(2).And.NotContain(old);
    }

    [Test]
    public async Task Who_does_not_say_on_which_database_system_is_told_how()
    {
        await using var databases = FreshDatabases.Of(Counter.Migrations(Ground.Folder));

        var create = () => databases.CreateAsync();

        await create.Should().ThrowAsync<FreshDatabaseException>().WithMessage("*UseSqlite*UsePostgreSql*");
    }

    protected abstract Task<Ground> CreateGroundAsync();

    protected FreshDatabases Databases(FreshDatabaseOptions? options = null) =>
        Ground.Choose(FreshDatabases.Of(Counter.Migrations(Ground.Folder), Options(options ?? new())));

    protected async Task WriteAndReadAsync(FreshDatabases databases, int number)
    {
        await using var database = await databases.CreateAsync();

        await AskAsync<object>(database.ConnectionString, $"INSERT INTO notes (text) VALUES ('{number}')");

        (await AskAsync<string>(database.ConnectionString, "SELECT max(text) || ' of ' || count(*) FROM notes")).Should().Be($"{number} of 1");
    }

    protected async Task<T?> AskAsync<T>(string connectionString, string sql)
    {
        await using var connection = Ground.Connect(connectionString);
        await connection.OpenAsync();

        return await connection.ExecuteScalarAsync<T>(sql);
    }

    private FreshDatabaseOptions Options(FreshDatabaseOptions options) => options with { Folder = Ground.Folder };

    private async Task<bool> IsThereAsync(string connectionString)
    {
        await using var connection = Ground.Connect(connectionString);
        var there = await Ground.ListAsync();

        return there.Contains(connection.Database) || there.Contains(connection.DataSource);
    }

    private static async Task<string> GoAsync(Process run)
    {
        await run.StandardInput.WriteLineAsync("go");
        return (await run.StandardOutput.ReadLineAsync())!;
    }

    private static void End(Process run)
    {
        run.Kill();
        run.Dispose();
    }

    private Process Start() => Process.Start(new ProcessStartInfo(
        "dotnet",
        [Path.Combine(TestContext.CurrentContext.TestDirectory, "SchemaEvolve.TestRun.dll"), Ground.Engine, Ground.ConnectionString, Ground.Folder])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
