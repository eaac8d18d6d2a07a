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
    private readonly Actor _actor;

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
        _actor = new(Environment.UserName, Environment.MachineName, Environment.ProcessId, _options.AppVersion);
    }

    /// <summary>Does all that is still to be done, behind the lock. If there is nothing, it costs one query.</summary>
    /// <exception cref="MigrationException">It cannot be done. The message says why, what is undone, and what to do.</exception>
    public Task<MigrationReport> MigrateAsync(CancellationToken cancellationToken = default) =>
        RunAsync(contracts: _options.Contract == ContractPolicy.Immediately, cancellationToken);

    /// <summary>Takes away what migrations no longer need, after doing all that is still to be done before.</summary>
    /// <remarks>Call it when no running version of the application uses those things any more.</remarks>
    /// <exception cref="MigrationException">It cannot be done. The message says why, what is undone, and what to do.</exception>
    public Task<MigrationReport> ContractAsync(CancellationToken cancellationToken = default) => RunAsync(contracts: true, cancellationToken);

    /// <summary>What <see cref="MigrateAsync"/> would do now. Nothing is written, and no lock is taken.</summary>
    /// <exception cref="MigrationException">The migrations do not fit the database.</exception>
    public async Task<Plan> PlanAsync(CancellationToken cancellationToken = default)
    {
        await LeaveCallerContext();

        await using var opened = await _provider.Connections.OpenAsync(cancellationToken);
        var history = await _provider.Journal.ReadAsync(opened.Connection, null, cancellationToken);

        return await PlanAsync(opened.Connection, null, history, _options.Contract == ContractPolicy.Immediately, cancellationToken);
    }

    /// <summary>How far the database has come. Nothing is written, and no lock is taken.</summary>
    public async Task<MigrationStatus> StatusAsync(CancellationToken cancellationToken = default)
    {
        await LeaveCallerContext();

        await using var opened = await _provider.Connections.OpenAsync(cancellationToken);

        return Standing.Of(_migrations.Recorded, await _provider.Journal.ReadAsync(opened.Connection, null, cancellationToken));
    }

    /// <summary>What has happened to the database, oldest first.</summary>
    public async Task<IReadOnlyList<JournalEvent>> TimelineAsync(CancellationToken cancellationToken = default)
    {
        await LeaveCallerContext();

        await using var opened = await _provider.Connections.OpenAsync(cancellationToken);

        return await _provider.Journal.ReadEventsAsync(opened.Connection, cancellationToken);
    }

    private static async Task LeaveCallerContext() => await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

    private async Task<MigrationReport> RunAsync(bool contracts, CancellationToken cancellationToken)
    {
        await LeaveCallerContext();

        var began = _options.Clock.GetTimestamp();
        await using var opened = await _provider.Connections.OpenAsync(cancellationToken);
        var stamp = Stamp.Of(_migrations.Recorded, contracts);
        if (await _provider.Journal.HasStampAsync(opened.Connection, stamp, cancellationToken))
        {
            _options.Logger.UpToDate();
            return Report(MigrationOutcome.UpToDate, []);
        }

        var outcome = MigrationOutcome.MigratedElsewhere;
        await using var held = await new LockWaiter(_provider, _actor, _options).AcquireAsync(opened.Connection, IsNeedlessAsync, cancellationToken);
        if (held is null)
        {
            return Report(outcome, []);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, held.Lost);
        if (await _provider.Journal.HasStampAsync(opened.Connection, stamp, stop.Token))
        {
            return Report(MigrationOutcome.MigratedElsewhere, []);
        }

        var steps = await WorkAsync(opened.Connection, contracts, stamp, stop.Token);
        return Report(steps.Count == 0 ? MigrationOutcome.UpToDate : MigrationOutcome.Migrated, steps);

        MigrationReport Report(MigrationOutcome outcome, ValueList<Step> steps) => new(outcome, steps, _options.Clock.GetElapsedTime(began));

        async Task<bool> IsNeedlessAsync()
        {
            if (await _provider.Journal.HasStampAsync(opened.Connection, stamp, cancellationToken))
            {
                return true;
            }

            if (_options.WhenLocked != WhenLocked.ContinueIfCurrent)
            {
                return false;
            }

            var history = await _provider.Journal.ReadAsync(opened.Connection, null, cancellationToken);
            var canContinue = _migrations.Recorded.All(migration => history.Find(migration.Id)?.State >= MigrationState.Expanded);
            outcome = canContinue ? MigrationOutcome.Continued : outcome;
            return canContinue;
        }
    }

    private async Task<ValueList<Step>> WorkAsync(DbConnection connection, bool contracts, string stamp, CancellationToken cancellationToken)
    {
        await EnsureJournalAsync(connection, cancellationToken);

        var done = new List<Step>();
        while (true)
        {
            var history = await _provider.Journal.ReadAsync(connection, null, cancellationToken);
            LogNewerRelease(history);
            var plan = await PlanAsync(connection, null, history, contracts, cancellationToken);
            if (plan is { Steps.Count: 0, StopsBecause: { } reason })
            {
                throw new MigrationHistoryException($"The plan cannot go on. {reason}");
            }

            _options.Logger.Planned(plan.Steps.Count, plan.Steps.Select(step => step.Migration.Id).Distinct().Count());
            var (finished, isWhole) = await new PlanRunner(_provider, connection, _actor, _options).RunAsync(plan, stamp, cancellationToken);
            done.AddRange(finished);
            if (isWhole)
            {
                LogContractsDue(plan);
                return [.. done];
            }
        }
    }

    // It is the first write of a run, so this is where a database that may only be read shows itself.
    private async Task EnsureJournalAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await _provider.Journal.EnsureAsync(connection, cancellationToken);
        }
        catch (DbException error)
        {
            throw new MigrationConnectionException($"The journal cannot be created. {_provider.Connections.Explain(error)}", error);
        }
    }

    private async Task<Plan> PlanAsync(
        DbConnection connection,
        DbTransaction? transaction,
        History history,
        bool contracts,
        CancellationToken cancellationToken)
    {
        var catalog = await _provider.Inspector.ReadAsync(connection, transaction, cancellationToken);

        return Planner.Plan(_migrations.Recorded, history, catalog, _provider.Engine, _provider.Dialect, new(contracts, _options.OutOfOrder));
    }

    private void LogNewerRelease(History history)
    {
        var known = _migrations.Recorded.Select(migration => migration.Id).ToHashSet();
        var newer = history.Migrations.Where(entry => !known.Contains(entry.Id)).Select(entry => entry.Name).ToList();
        if (newer.Count > 0)
        {
            _options.Logger.NewerRelease(string.Join(", ", newer));
        }
    }

    private void LogContractsDue(Plan plan)
    {
        if (plan.LeftToContract.Count > 0)
        {
            _options.Logger.ContractsDue(plan.LeftToContract.Count);
        }
    }
}
