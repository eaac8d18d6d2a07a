using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;
using SchemaEvolve.Sqlite;

namespace SchemaEvolve.DependencyInjection.Tests;

public sealed class BackgroundTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private DatabaseFile _file = null!;
    private FakeTimeProvider _clock = null!;

    [SetUp]
    public async Task MakeFileAsync()
    {
        _file = new();
        _clock = new();
        await new Migrator(SqliteProvider.Create(_file.Connection), MigrationSet.Of(new CreateNotes())).MigrateAsync();
    }

    [TearDown]
    public void DeleteFile() => _file.Dispose();

    [Test]
    public async Task A_host_starts_after_the_expansion_while_a_slow_backfill_goes_on()
    {
        var slow = new SlowNotes().Held();
        using var host = Build(SqliteProvider.Create(_file.Connection), slow);

        await host.StartAsync();
        await slow.Begun.WaitAsync(Patience);
        var meanwhile = await StateAsync(host);
        slow.GoOn();
        await UntilAsync(host, MigrationState.Migrated);

        meanwhile.Should().Be(MigrationState.Expanded);
        await host.StopAsync();
    }

    [Test]
    public async Task A_host_that_is_stopped_stops_its_work_and_leaves_the_registry()
    {
        var slow = new SlowNotes().Held();
        using var host = Build(SqliteProvider.Create(_file.Connection), slow);
        await host.StartAsync();
        await slow.Begun.WaitAsync(Patience);
        var before = await StatusAsync(host);

        await host.StopAsync();

        before.Instances.Should().ContainSingle();
        (await StatusAsync(host)).Instances.Should().BeEmpty();
        (await StateAsync(host)).Should().Be(MigrationState.Expanded);
    }

    [Test]
    public async Task Work_goes_on_when_the_lock_that_was_lost_is_found_again()
    {
        var slow = new SlowNotes().Held();
        var provider = SqliteProvider.Create(_file.Connection);
        using var loss = new CancellationTokenSource();
        using var host = Build(provider with { Lock = new FirstLost(provider.Lock, slow, loss) }, slow);
        await host.StartAsync();
        await slow.Begun.WaitAsync(Patience);

        await loss.CancelAsync();
        slow.GoOn();
        await UntilAsync(host, MigrationState.Migrated);

        slow.Tries.Should().Be(2);
        await host.StopAsync();
    }

    [Test]
    public async Task Work_goes_on_when_the_process_that_had_the_lock_is_gone()
    {
        var notes = new SlowNotes();
        var provider = SqliteProvider.Create(_file.Connection);
        using var log = new LogLines();
        using var host = Build(provider, notes, log);
        await host.MigrateAsync();
        await using var opened = await provider.Connections.OpenAsync(default);
        var other = (await provider.Lock.TryAcquireAsync(opened.Connection, new("ada", "elsewhere", 4711, "1.0"), default)).Held!;

        await host.StartAsync();
        await UntilAsync(() => Task.FromResult(log.Lines.Any(line => line.Text.StartsWith("Another process is migrating (ada", StringComparison.Ordinal))));
        await other.DisposeAsync();
        await UntilAsync(host, MigrationState.Migrated);

        await host.StopAsync();
    }

    [Test]
    public async Task Work_outlives_a_database_that_is_down_for_a_while()
    {
        var notes = new SlowNotes();
        var provider = SqliteProvider.Create(_file.Connection);
        var shaky = new Shaky(provider.Connections);
        using var log = new LogLines();
        using var host = Build(provider with { Connections = shaky }, notes, log);
        await host.MigrateAsync();

        shaky.IsDown = true;
        await host.StartAsync(); // MigrateManually: only the work in the background meets the outage.
        await UntilAsync(() => Task.FromResult(log.Lines.Count(line => line.Text.StartsWith("The work in the background was interrupted", StringComparison.Ordinal)) > 2));
        shaky.IsDown = false;
        await UntilAsync(host, MigrationState.Migrated);

        await host.StopAsync();
    }

    [Test]
    public async Task Work_waits_for_an_application_that_migrates_by_hand()
    {
        var notes = new SlowNotes();
        using var log = new LogLines();
        using var host = Build(SqliteProvider.Create(_file.Connection), notes, log);
        await host.StartAsync();
        await UntilAsync(() => Task.FromResult(log.Lines.Any(line => line.Text == "2026_01_03_0900 SlowNotes is not expanded, so the work in the background waits for a start.")));

        await host.MigrateAsync();
        await UntilAsync(host, MigrationState.Migrated);

        await host.StopAsync();
    }

    private static async Task<MigrationState> StateAsync(IHost host) => (await StatusAsync(host)).Migrations.Single(migration => migration.Name == nameof(SlowNotes)).State;

    private static async Task<MigrationStatus> StatusAsync(IHost host) => await host.Services.GetRequiredService<Migrator>().StatusAsync();

    private Task UntilAsync(IHost host, MigrationState state) => UntilAsync(async () => await StateAsync(host) == state);

    // Whatever waits, waits by this clock.
    private async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await isSo())
        {
            limit.Token.ThrowIfCancellationRequested();
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private IHost Build(DatabaseProvider provider, SlowNotes slow, LogLines? log = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Services.AddSchemaEvolve(evolve =>
        {
            evolve.Use(provider).AddMigrations(new CreateNotes(), slow);
            if (log is not null)
            {
                evolve.MigrateManually();
            }
        });
        if (log is not null)
        {
            builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(log));
        }

        return builder.Build();
    }

    // The first time that it is taken, the lock can be lost.
    private sealed class FirstLost(IMigrationLock real, SlowNotes slow, CancellationTokenSource loss) : IMigrationLock
    {
        public async Task<LockAttempt> TryAcquireAsync(DbConnection connection, Actor actor, CancellationToken cancellationToken)
        {
            var attempt = await real.TryAcquireAsync(connection, actor, cancellationToken);

            return attempt.Held is { } held && slow.Tries == 0 ? attempt with { Held = new Losable(held, loss.Token) } : attempt;
        }

        public Task<string?> FindHolderAsync(DbConnection connection, CancellationToken cancellationToken) => real.FindHolderAsync(connection, cancellationToken);

        public Task<IAsyncDisposable> AnnounceAsync(DbConnection connection, CancellationToken cancellationToken) => real.AnnounceAsync(connection, cancellationToken);

        public Task<bool> IsAwaitedAsync(DbConnection connection, CancellationToken cancellationToken) => real.IsAwaitedAsync(connection, cancellationToken);

        private sealed class Losable(IHeldLock held, CancellationToken lost) : IHeldLock
        {
            public CancellationToken Lost => lost;

            public ValueTask DisposeAsync() => held.DisposeAsync();
        }
    }

    private sealed class Shaky(IConnections real) : IConnections
    {
        public bool IsDown { get; set; }

        public Task<OpenedConnection> OpenAsync(CancellationToken cancellationToken) =>
            IsDown ? throw new MigrationConnectionException("The database is down.") : real.OpenAsync(cancellationToken);

        public TimeSpan Patience => real.Patience;

        public Task<DbTransaction> BeginAsync(
            DbConnection connection,
            IReadOnlyList<Statement> statements,
            Func<Blockade, Task>? blocked,
            CancellationToken cancellationToken) => real.BeginAsync(connection, statements, blocked, cancellationToken);

        public Fault Explain(DbException error) => real.Explain(error);
    }
}
