using System.Data.Common;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Diagnostics;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;
using SchemaEvolve.Running;

namespace SchemaEvolve;

/// <summary>Brings a database to where the migrations of an application want it.</summary>
/// <example><code>
/// var migrator = new Migrator(SqliteProvider.Create("Data Source=shop.db"), MigrationSet.FromAssemblyOf&lt;Program&gt;());
/// await migrator.MigrateAsync();
/// </code></example>
public sealed class Migrator
{
    private readonly DatabaseProvider _provider;
    private readonly MigrationSet _migrations;
    private readonly MigratorOptions _options;
    // A start with nothing to do leaves no name behind.
    private readonly Lazy<Actor> _actor;
    private readonly Present _present = new();

    /// <summary>Makes a migrator. Nothing is opened or looked at yet.</summary>
    /// <param name="provider">The database.</param>
    /// <param name="migrations">The migrations of the application.</param>
    /// <param name="options">How it goes about its work, or nothing for the defaults.</param>
    public Migrator(DatabaseProvider provider, MigrationSet migrations, MigratorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(migrations);

        _provider = provider;
        _migrations = migrations;
        _options = options ?? new();
        _actor = new(() => new(Environment.UserName, Environment.MachineName, Environment.ProcessId, _options.AppVersion));
    }

    /// <summary>Does all that is still to be done and due, behind the lock. If there is nothing to do at a start, it costs one query.</summary>
    /// <remarks>With <see cref="Backfilling.Background"/> it only expands, and <see cref="WorkAsync"/> does the rest.</remarks>
    /// <exception cref="MigrationException">It cannot be done. The message says why, what is undone, and what to do.</exception>
    public Task<MigrationReport> MigrateAsync(CancellationToken cancellationToken = default) =>
        OverConnectionAsync(
            connection => Spans.Run(RunKind.Migrate, _provider, connection) is { } span
                ? Spans.OverAsync(span, TurnOver(connection).StartAsync(cancellationToken))
                : TurnOver(connection).StartAsync(cancellationToken),
            cancellationToken,
            ToLeaveContext);

    /// <summary>Does what is due now and was expanded by a start: brings rows up to date, takes away what no gate keeps, and drops what was kept long enough.</summary>
    /// <remarks>
    /// It waits for nobody: while another process is migrating, and while no gate opens, it does nothing and says when to look again.
    /// To a start that waits for the lock it gives way between two batches of a backfill, and later goes on behind the last one.
    /// <see cref="KeepWorkingAsync"/> calls it again and again.
    /// </remarks>
    /// <exception cref="MigrationException">It cannot be done. The message says why, what is undone, and what to do.</exception>
    public Task<MigrationReport> WorkAsync(CancellationToken cancellationToken = default) =>
        OverConnectionAsync(connection => TurnOver(connection).WorkAsync(cancellationToken), cancellationToken);

    /// <summary>Joins the database, and does what falls due until it is cancelled. It outlives the loss of the lock and of the database.</summary>
    /// <remarks>A host does this by itself. Any number of processes may do it: one works, and when it is gone, the next goes on.</remarks>
    public Task KeepWorkingAsync(CancellationToken cancellationToken) => new Worker(this, _options).RunAsync(cancellationToken);

    /// <summary>Lets other versions of the application know that this process runs, and which migrations it knows, until the result is disposed.</summary>
    /// <remarks>As long as an older one runs, nothing is taken away that it may still use. So every process of the application joins, or none.</remarks>
    /// <example><code>
    /// await migrator.MigrateAsync();
    /// await using var presence = await migrator.JoinAsync();
    /// </code></example>
    /// <exception cref="MigrationException">There is no journal yet, or no database; or a newer version has taken away what this one may use.</exception>
    public async Task<IAsyncDisposable> JoinAsync(CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

        return await Presence.BeginAsync(_provider, _migrations.Recorded.Select(migration => migration.Id), _actor.Value, _options, cancellationToken);
    }

    /// <summary>Takes away what migrations no longer need, after doing all that is still to be done before.</summary>
    /// <remarks>
    /// Whoever calls it has made sure that no running version of the application uses those things any more, so it does not wait
    /// for the time, the window and the instances. Rows have to be verified all the same. A feature that is off and an approval
    /// that is missing are the decision of somebody else: they keep their migration as it is, and the report says so.
    /// </remarks>
    /// <param name="force">Whether features and approvals are passed over too.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <exception cref="MigrationException">It cannot be done. The message says why, what is undone, and what to do.</exception>
    public Task<MigrationReport> ContractAsync(bool force = false, CancellationToken cancellationToken = default) =>
        TakeTurnAsync(RunKind.Contract, Errand.Contract(_options, force), cancellationToken);

    /// <summary>Drops what migrations have taken away and kept under another name, however short a time it was kept. A rollback cannot give it back any more.</summary>
    /// <exception cref="MigrationException">It cannot be done. The message says why, what is undone, and what to do.</exception>
    public Task<MigrationReport> PurgeAsync(CancellationToken cancellationToken = default) => TakeTurnAsync(RunKind.Purge, Errand.Purge(), cancellationToken);

    /// <summary>Takes back what was begun after a migration, the last migration first, before and after the contraction.</summary>
    /// <remarks>
    /// What was taken away comes back as long as it is kept, and rows that were written since are computed by the way back that
    /// their migration gives. The version of the application that is running works until the old one can take over.
    /// All that stands in the way is found before anything is touched.
    /// </remarks>
    /// <param name="to">The id of the migration that is to be the last, or 0 to take everything back.</param>
    /// <param name="options">What the rollback may do, or nothing for the defaults.</param>
    /// <param name="cancellationToken">Stops between two steps. A second call goes on.</param>
    /// <exception cref="MigrationException">It cannot be done. The message says why, and what to do.</exception>
    public Task<MigrationReport> RollbackAsync(long to, RollbackOptions? options = null, CancellationToken cancellationToken = default) =>
        OverConnectionAsync(
            connection => Spans.OverAsync(Spans.Run(RunKind.Rollback, _provider, connection), RollbackOver(connection, to, options).DoAsync(cancellationToken)),
            cancellationToken);

    /// <summary>What <see cref="RollbackAsync"/> would do now, with all that stands in its way. Nothing is written, and no lock is taken.</summary>
    /// <param name="to">The id of the migration that is to be the last, or 0 to take everything back.</param>
    /// <param name="options">What the rollback may do, or nothing for the defaults.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public Task<Plan> PlanRollbackAsync(long to, RollbackOptions? options = null, CancellationToken cancellationToken = default) =>
        OverConnectionAsync(connection => RollbackOver(connection, to, options).PlanAsync(cancellationToken), cancellationToken);

    /// <summary>Approves that a migration takes away what it has to, for <see cref="Gate.Approval"/>. Once is enough.</summary>
    /// <param name="migration">The id of the migration. It need not have run yet.</param>
    /// <param name="by">Whose approval it is.</param>
    /// <param name="note">What is to be remembered about it, such as the number of a ticket.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="MigrationHistoryException">There is no such migration, or no journal yet.</exception>
    public Task ApproveAsync(long migration, string by, string? note = null, CancellationToken cancellationToken = default) =>
        DecideAsync(_provider.Registry.ApproveAsync, migration, by, note, cancellationToken);

    /// <summary>Takes an approval back, as long as nothing was taken away.</summary>
    /// <param name="migration">The id of the migration.</param>
    /// <param name="by">Whose approval it was.</param>
    /// <param name="note">Why.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="MigrationHistoryException">There is no such migration, or no journal yet.</exception>
    public Task RevokeAsync(long migration, string by, string? note = null, CancellationToken cancellationToken = default) =>
        DecideAsync(_provider.Registry.RevokeAsync, migration, by, note, cancellationToken);

    /// <summary>Accepts what was done by hand in place of the steps of a migration that failed: the next start goes on behind them, and the timeline says who has said so.</summary>
    /// <remarks>What the migration declares is looked for in the database, and must be there. What its SQL or C# was to do to rows is taken on trust.</remarks>
    /// <param name="migration">The id of the migration.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="note">What is to be remembered about it, such as what was done.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="MigrationHistoryException">No step of it has failed, or something is still missing.</exception>
    public Task RepairAsync(long migration, string by, string? note = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);

        return OverConnectionAsync(
            async connection =>
            {
                await new Repair(_provider, _migrations.Recorded, _options, _actor.Value, HeraldOver(connection), connection).DoAsync(migration, by, note, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <summary>What <see cref="MigrateAsync"/> would do now. Nothing is written, and no lock is taken.</summary>
    /// <exception cref="MigrationException">The migrations do not fit the database.</exception>
    public Task<Plan> PlanAsync(CancellationToken cancellationToken = default) => OverConnectionAsync(
        async connection =>
        {
            var run = RunOver(connection, Errand.Start(_options));
            var situation = await run.LookAsync(cancellationToken);

            return await run.PlanAsync(situation, run.Allow(situation), cancellationToken);
        },
        cancellationToken);

    /// <summary>What <see cref="ContractAsync"/> would do now. Nothing is written, and no lock is taken.</summary>
    /// <remarks>What is taken away in turn, behind something else, is planned when that is done, and so is what rows are still to be verified for.</remarks>
    /// <param name="force">Whether features and approvals are passed over too.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="MigrationException">The migrations do not fit the database, or something stands in their way.</exception>
    public Task<Plan> PlanContractAsync(bool force = false, CancellationToken cancellationToken = default) =>
        OverConnectionAsync(connection => RunOver(connection, Errand.Contract(_options, force)).PlanByHandAsync(cancellationToken), cancellationToken);

    /// <summary>What <see cref="MigrateAsync"/> would do to an empty database. Nothing is opened, and where the versions of a database differ, it is worded for the oldest.</summary>
    /// <exception cref="MigrationException">The migrations do not fit each other, or the database cannot do what they ask for.</exception>
    public Plan PlanFresh() => Run.PlanFresh(_provider, _migrations.Recorded, _options);

    /// <summary>The rows that backfills could not convert and left as they are. Nothing is written, and no lock is taken.</summary>
    public Task<IReadOnlyList<QuarantinedRow>> QuarantineAsync(CancellationToken cancellationToken = default) => OverConnectionAsync(
        connection => _provider.Backfills.ReadQuarantineAsync(connection, cancellationToken),
        cancellationToken);

    /// <summary>How far the database has come, who runs on it, and what each contraction waits for. Nothing is written, and no lock is taken.</summary>
    public Task<MigrationStatus> StatusAsync(CancellationToken cancellationToken = default) => OverConnectionAsync(
        async connection =>
        {
            var run = RunOver(connection, Errand.Work(_options));
            var situation = await run.LookAheadAsync(cancellationToken);

            return run.Report(situation) with
            {
                InProgress = await new InProgress(_provider, _present).FindAsync(connection, cancellationToken),
                Drift = _options.Drift == Drift.Ignore ? [] : await run.CompareAsync(situation.History, mayAsk: false, cancellationToken),
            };
        },
        cancellationToken);

    /// <summary>In what the schema differs from what the migrations that have run promise, because somebody has changed it by hand. Nothing is written that stays, and no lock is taken.</summary>
    /// <remarks>
    /// Tables that no migration made are nobody's promise, and neither is what raw SQL does to the things that it names; steps in C#
    /// are taken to leave the schema alone. Comments and collations of columns are compared where a migration has given them, and so are
    /// expressions. PostgreSQL spells those in its own way, so it is asked to spell what was promised, in a temporary table that is rolled back;
    /// where it cannot be asked, nothing is told. Once a newer release has migrated the database, only that release can tell.
    /// </remarks>
    /// <example><code>(await migrator.DriftAsync()).Should().BeEmpty();</code></example>
    public Task<ValueList<Difference>> DriftAsync(CancellationToken cancellationToken = default) => OverConnectionAsync(
        async connection => await RunOver(connection, Errand.Start(_options))
            .CompareAsync(await _provider.Journal.ReadAsync(connection, null, cancellationToken), mayAsk: true, cancellationToken),
        cancellationToken);

    /// <summary>What has happened to the database, oldest first.</summary>
    public Task<IReadOnlyList<JournalEvent>> TimelineAsync(CancellationToken cancellationToken = default) =>
        OverConnectionAsync(connection => ReadEventsAsync(connection, cancellationToken), cancellationToken);

    /// <summary>The whole story of a migration: what ran, when, by whom and for how long, what was in its way, what failed, and what was taken back. Nothing is written, and no lock is taken.</summary>
    /// <example><code>Console.WriteLine(await migrator.ReportAsync(2026_03_14_0915));</code></example>
    /// <param name="migration">The id of the migration. It may be one of another release, or one that was taken back.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="MigrationHistoryException">Neither this application nor the journal has such a migration.</exception>
    public Task<MigrationStory> ReportAsync(long migration, CancellationToken cancellationToken = default) => OverConnectionAsync(
        async connection =>
        {
            var run = RunOver(connection, Errand.Work(_options));
            ValueList<JournalEvent> events = [.. (await ReadEventsAsync(connection, cancellationToken)).Where(one => one.Migration == migration)];
            var standing = run.Report(await run.LookAsync(cancellationToken)).Migrations.FirstOrDefault(known => known.Id == migration)
                ?? (events is [.., { Name: { } name }] ? new(migration, name, MigrationState.Pending, IsKnown: false) : throw Unknown(migration));

            return new MigrationStory(standing, events);
        },
        cancellationToken);

    // A start with nothing to do is over before another thread has woken up, so it only leaves a thread that is somebody's own, as that of a window is.
    private static ConfigureAwaitOptions ToLeaveContext => SynchronizationContext.Current is null && TaskScheduler.Current == TaskScheduler.Default
        ? ConfigureAwaitOptions.None
        : ConfigureAwaitOptions.ForceYielding;

    // Every public method comes through here: it leaves the caller's context once, so that no await below needs to,
    // and what the database says outside of a step, which speaks for itself, is put into words.
    private async Task<T> OverConnectionAsync<T>(
        Func<DbConnection, Task<T>> use,
        CancellationToken cancellationToken,
        ConfigureAwaitOptions departure = ConfigureAwaitOptions.ForceYielding)
    {
        await Task.CompletedTask.ConfigureAwait(departure);

        await using var opened = await _provider.Connections.OpenAsync(cancellationToken);
        try
        {
            return await use(opened.Connection);
        }
        catch (DbException error)
        {
            throw new MigrationConnectionException($"The database cannot be migrated or looked at. It answered {_provider.Connections.Explain(error)}", error);
        }
    }

    private Herald HeraldOver(DbConnection connection) => new(_provider, connection, _actor.Value, _options, _present);

    private Turn TurnOver(DbConnection connection) => new(_provider, _migrations, _options, _actor, _present, connection);

    private Run RunOver(DbConnection connection, Errand errand) =>
        new(_provider, _migrations.Recorded, _options, _actor.Value, HeraldOver(connection), connection, errand);

    private Rollback RollbackOver(DbConnection connection, long to, RollbackOptions? options) =>
        new(_provider, _migrations.Recorded, _options, _actor.Value, HeraldOver(connection), connection, to, options ?? new());

    private Task<MigrationReport> TakeTurnAsync(RunKind kind, Errand errand, CancellationToken cancellationToken) => OverConnectionAsync(
        connection => Spans.OverAsync(Spans.Run(kind, _provider, connection), TurnOver(connection).DoAsync(kind, errand, cancellationToken)),
        cancellationToken);

    private Task<bool> DecideAsync(
        Func<DbConnection, Decision, CancellationToken, Task<bool>> decide,
        long migration,
        string by,
        string? note,
        CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);

        return OverConnectionAsync(
            async connection =>
            {
                var history = await _provider.Journal.ReadAsync(connection, null, cancellationToken);
                var name = _migrations.Recorded.FirstOrDefault(recorded => recorded.Id == migration)?.Name ?? history.Find(migration)?.Name
                    ?? throw Unknown(migration);

                return await decide(connection, new(migration, name, by, note, _actor.Value), cancellationToken)
                    ? true
                    : throw new MigrationHistoryException("There is no journal in this database yet, or only that of an older release, so nothing can be approved. Call MigrateAsync first.");
            },
            cancellationToken);
    }

    // What was taken back, the journal no longer knows by more than its events.
    private async Task<IReadOnlyList<JournalEvent>> ReadEventsAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var known = _migrations.Recorded.ToDictionary(migration => migration.Id);
        var events = await _provider.Journal.ReadEventsAsync(connection, cancellationToken);

        return [.. events.Select(one => one.Migration is { } id && one.Owner is null && known.TryGetValue(id, out var migration)
            ? one with { Scope = migration.Scope, Owner = migration.Owner, Reason = migration.Reason }
            : one)];
    }

    private MigrationHistoryException Unknown(long migration) =>
        new($"Neither this application nor the journal has a migration {RecordedMigration.Spell(migration)}. There is: {string.Join(", ", _migrations.Recorded.Select(recorded => recorded.Label))}.");
}
