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
    public Task<Plan> PlanAsync(CancellationToken cancellationToken = default) => OverConnectionAsync(
        async connection => await PlanAsync(
            connection,
            await _provider.Journal.ReadAsync(connection, null, cancellationToken),
            _options.Contract == ContractPolicy.Immediately,
            cancellationToken),
        cancellationToken);

    /// <summary>How far the database has come. Nothing is written, and no lock is taken.</summary>
    public Task<MigrationStatus> StatusAsync(CancellationToken cancellationToken = default) => OverConnectionAsync(
        async connection => Standing.Of(_migrations.Recorded, await _provider.Journal.ReadAsync(connection, null, cancellationToken)),
        cancellationToken);

    /// <summary>What has happened to the database, oldest first.</summary>
    public Task<IReadOnlyList<JournalEvent>> TimelineAsync(CancellationToken cancellationToken = default) =>
        OverConnectionAsync(connection => _provider.Journal.ReadEventsAsync(connection, cancellationToken), cancellationToken);

    private Task<MigrationReport> RunAsync(bool contracts, CancellationToken cancellationToken) =>
        OverConnectionAsync(connection => RunAsync(connection, contracts, cancellationToken), cancellationToken);

    // Every public method comes through here: it leaves the caller's context once, so that no await below needs to,
    // and what the database says outside of a step, which speaks for itself, is put into words.
    private async Task<T> OverConnectionAsync<T>(Func<DbConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

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

    private async Task<MigrationReport> RunAsync(DbConnection connection, bool contracts, CancellationToken cancellationToken)
    {
        var began = _options.Clock.GetTimestamp();
        var stamp = Stamp.Of(_migrations.Recorded, contracts);
        if (await _provider.Journal.HasStampAsync(connection, stamp, cancellationToken))
        {
            _options.Logger.UpToDate();
            return Report(MigrationOutcome.UpToDate, []);
        }

        var outcome = MigrationOutcome.MigratedElsewhere;
        await using var held = await new LockWaiter(_provider, _actor, _options).AcquireAsync(connection, IsNeedlessAsync, cancellationToken);
        if (held is null)
        {
            return Report(outcome, []);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, held.Lost);
        if (await _provider.Journal.HasStampAsync(connection, stamp, stop.Token))
        {
            return Report(MigrationOutcome.MigratedElsewhere, []);
        }

        var steps = await WorkHeldAsync();
        return Report(steps.Count == 0 ? MigrationOutcome.UpToDate : MigrationOutcome.Migrated, steps);

        async Task<ValueList<Step>> WorkHeldAsync()
        {
            try
            {
                return await WorkAsync(connection, contracts, stamp, stop.Token);
            }
            catch (OperationCanceledException stopped) when (held.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new MigrationLockException(
                    "The lock was lost while this process was migrating, so it stopped: another may be at it by now. What the step had done in a transaction is undone, and the next start goes on.",
                    stopped);
            }
        }

        MigrationReport Report(MigrationOutcome outcome, ValueList<Step> steps) => new(outcome, steps, _options.Clock.GetElapsedTime(began));

        async Task<bool> IsNeedlessAsync()
        {
            if (await _provider.Journal.HasStampAsync(connection, stamp, cancellationToken))
            {
                return true;
            }

            if (_options.WhenLocked != WhenLocked.ContinueIfCurrent)
            {
                return false;
            }

            var history = await _provider.Journal.ReadAsync(connection, null, cancellationToken);
            var canContinue = _migrations.Recorded.All(migration => history.Find(migration.Id)?.State >= MigrationState.Expanded);
            outcome = canContinue ? MigrationOutcome.Continued : outcome;
            return canContinue;
        }
    }

    private async Task<ValueList<Step>> WorkAsync(DbConnection connection, bool contracts, string stamp, CancellationToken cancellationToken)
    {
        var done = new List<Step>();
        while (true)
        {
            var history = await _provider.Journal.ReadAsync(connection, null, cancellationToken);
            LogNewerRelease(history);
            var plan = await PlanAsync(connection, history, contracts, cancellationToken);
            if (plan is { Steps.Count: 0, StopsBecause: { } reason })
            {
                throw new MigrationHistoryException($"The plan cannot go on. {reason}");
            }

            await _provider.Connections.CheckRightsAsync(connection, plan, cancellationToken);
            await _provider.Journal.EnsureAsync(connection, cancellationToken);
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

    private async Task<Plan> PlanAsync(DbConnection connection, History history, bool contracts, CancellationToken cancellationToken)
    {
        var catalog = await _provider.Inspector.ReadAsync(connection, null, cancellationToken);

        return Planner.Plan(_migrations.Recorded, history, catalog, _provider.Engine, _provider.Dialect, new(_options.OutOfOrder)
        {
            IsAlone = _options.Contract == ContractPolicy.Immediately,
            Due = contracts ? [.. _migrations.Recorded.Select(migration => migration.Id)] : [],
        });
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
