using System.Data.Common;
using System.Diagnostics;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Diagnostics;
using SchemaEvolve.Gating;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;
using SchemaEvolve.Safety;

namespace SchemaEvolve.Running;

/// <summary>Looks how things stand, plans, and does it, until its errand is done.</summary>
internal sealed class Run(
    DatabaseProvider provider,
    IReadOnlyList<RecordedMigration> migrations,
    MigratorOptions options,
    Actor actor,
    Herald herald,
    DbConnection connection,
    Errand errand)
{
    private readonly Gatekeeper _gatekeeper = new(migrations, options);
    private readonly Features _features = new(migrations, options);
    private readonly Alarm _alarm = new(options);

    // What was held at the last moment waits for the next run: a gate that flaps must not keep this one from its end.
    private readonly List<Obstacle> _held = [];

    private Situation _lastSeen = new(History.Empty, new(default, [], []), []);

    /// <summary>Tells how the run goes.</summary>
    public Herald Herald => herald;

    /// <summary>How many rows backfills could not convert.</summary>
    public long Quarantined { get; private set; }

    /// <summary>How things stand.</summary>
    public async Task<Situation> LookAsync(CancellationToken cancellationToken)
    {
        var history = await provider.Journal.ReadAsync(connection, null, cancellationToken);
        var isAwaited = history.Migrations.Any(migration => migration.HasLeft(Phase.Contract));
        using var span = isAwaited ? Spans.GateCheck(provider, connection) : null;
        var observation = await provider.Registry.ObserveAsync(connection, null, cancellationToken);
        var situation = new Situation(history, observation, await _features.AskAsync(history, cancellationToken));
        if (span is not null)
        {
            Tell(span, situation);
        }

        return situation;
    }

    /// <summary>What may be planned as things stand.</summary>
    public PlanPolicy Allow(Situation situation) => Allow(options) with
    {
        OnlyExpands = errand.OnlyExpands,
        Due = errand.Heeds is { } heeded ? [.. _gatekeeper.Due(situation, heeded).Except(_held.Select(held => held.Migration.Id))] : [],
        Outlived = errand.Retention is { } retention ? _gatekeeper.Outlived(situation, retention) : [],
        IsByHand = errand.IsByHand,
    };

    /// <summary>What is to be done on an empty database, which nobody has to look at.</summary>
    public static Plan PlanFresh(DatabaseProvider provider, IReadOnlyList<RecordedMigration> migrations, MigratorOptions options)
    {
        var nothing = provider.Inspector.Nothing;
        var plan = Plan(provider, migrations, options, Errand.Start(options), History.Empty, nothing, Allow(options));

        return options.Safety == SafetyLevel.Off ? plan : Reviewed(plan, Review.Of(plan, nothing, migrations, History.Empty, options));
    }

    /// <summary>How things stand, with what is in the way of all that is verified, due or not.</summary>
    public async Task<Situation> LookAheadAsync(CancellationToken cancellationToken)
    {
        var situation = await LookAsync(cancellationToken);
        var policy = Allow(situation) with { Due = _gatekeeper.Due(situation, Insistence.Necessity), IsByHand = false };
        if (policy.IsAlone || policy is { Due.Count: 0, Outlived.Count: 0 })
        {
            return situation;
        }

        var catalog = await InspectAsync(cancellationToken);
        return situation with { Obstacles = Planner.Obstacles(migrations, situation.History, catalog, provider.Engine, provider.Dialect, policy) };
    }

    /// <summary>What is to be done, with all that is dangerous about it.</summary>
    public async Task<Plan> PlanAsync(Situation situation, PlanPolicy policy, CancellationToken cancellationToken)
    {
        var catalog = await InspectAsync(cancellationToken);
        var plan = await PlanAsync(situation, catalog, policy, cancellationToken);

        return await ReviewAsync(plan, situation, catalog, await DenialAsync(plan, cancellationToken), cancellationToken);
    }

    /// <summary>What is to be done by hand now. What comes in turn behind that is planned when it is done.</summary>
    public async Task<Plan> PlanByHandAsync(CancellationToken cancellationToken)
    {
        var situation = await LookAsync(cancellationToken);
        var policy = Allow(situation);
        var plan = await PlanAsync(situation, policy, cancellationToken);
        var behind = errand.Heeds is { } heeded ? _gatekeeper.DueBehind(situation, heeded, policy.Due) : [];

        return behind.Count == 0
            ? plan
            : plan with { StopsBecause = plan.StopsBecause ?? $"What {string.Join(", ", behind.Select(migration => migration.Label))} {(behind.Count == 1 ? "has" : "have")} to take away comes in turn, when this is done." };
    }

    /// <summary>In what the schema differs from what the history promises.</summary>
    /// <param name="history">The history.</param>
    /// <param name="mayAsk">Whether the database may be asked how it would spell what was promised, which makes some work there.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    public async Task<ValueList<Difference>> CompareAsync(History history, bool mayAsk, CancellationToken cancellationToken) => history.Migrations.Count == 0
        ? []
        : await CompareAsync(history, await InspectAsync(cancellationToken), mayAsk, cancellationToken);

    /// <summary>Does all that is to be done. Only while the lock is held.</summary>
    /// <returns>The steps that were done, and how things stand after them.</returns>
    public async Task<(ValueList<Step> Steps, Situation After)> DoAsync(IReadOnlyList<string> stamps, CancellationToken cancellationToken)
    {
        await provider.Journal.TakeOverAsync(connection, actor, cancellationToken);
        var done = new List<Step>();
        PlanPolicy? carriedOut = null;
        ValueList<Obstacle> obstacles = [];
        var mindsDrift = errand.MindsDrift;
        while (true)
        {
            var situation = await LookAsync(cancellationToken);
            var policy = Allow(situation);
            if (!IsNeeded(situation, policy, carriedOut))
            {
                return ([.. done], situation with { Obstacles = obstacles });
            }

            var catalog = await InspectAsync(cancellationToken);
            if (mindsDrift)
            {
                await MindDriftAsync(situation.History, catalog, cancellationToken);
                mindsDrift = false;
            }

            var plan = await PlanAsync(situation, catalog, policy, cancellationToken);
            if (plan is { Steps.Count: 0, StopsBecause: { } reason })
            {
                throw new MigrationHistoryException($"The plan cannot go on. {reason}");
            }

            await provider.Connections.CheckRightsAsync(connection, plan, cancellationToken);
            plan = await ReviewAsync(plan, situation, catalog, denial: null, cancellationToken);
            _alarm.Raise(plan.Findings);
            await provider.Journal.EnsureAsync(connection, cancellationToken);
            if (options.Environment is { } environment)
            {
                await provider.Registry.MarkAsync(connection, environment, cancellationToken);
            }

            foreach (var suppressed in plan.Suppressed)
            {
                var (id, name) = (suppressed.Migration.Id, suppressed.Migration.Name);
                await provider.Journal.SuppressAsync(connection, new(id, name, suppressed.ToString(), actor), cancellationToken);
            }

            options.Logger.Planned(plan.Steps.Count, plan.Steps.Select(step => step.Migration.Id).Distinct().Count());
            var runner = new PlanRunner(provider, connection, actor, options, herald, plan.IsFresh || policy.IsAlone ? null : IsStillDueAsync);
            var (steps, isWhole) = await runner.RunAsync(plan, stamps, cancellationToken);
            Quarantined += runner.Quarantined;
            done.AddRange(steps);
            obstacles = plan.Held;
            foreach (var held in plan.Held.Concat(_held))
            {
                await provider.Journal.HoldAsync(connection, new(held.Migration.Id, held.Migration.Name, held.Why, actor), cancellationToken);
            }

            carriedOut = isWhole ? policy : null;
        }
    }

    /// <summary>Whether there is anything to do for an errand that leaves the expansion to a start.</summary>
    public bool HasWork(Situation situation, PlanPolicy policy)
    {
        if (migrations.FirstOrDefault(migration => situation.History.Find(migration.Id) is not { State: >= MigrationState.Expanded and not MigrationState.RollingBack }) is { } pending)
        {
            options.Logger.NotExpanded(pending.Label);
            return false;
        }

        return policy.Due.Count > 0
            || policy.Outlived.Count > 0
            || migrations.Any(migration => situation.History.Find(migration.Id) is { State: MigrationState.Expanded });
    }

    /// <summary>How far the database has come.</summary>
    public MigrationStatus Report(Situation situation) => Standing.Of(migrations, situation, _gatekeeper);

    private void Tell(Activity span, Situation situation)
    {
        foreach (var migration in Report(situation).ToContract)
        {
            foreach (var gate in migration.Gates)
            {
                span.AddEvent(new(gate.IsOpen ? "gate open" : "gate shut", tags: new() { { Tags.MigrationName, migration.Name }, { Tags.Reason, gate.Why } }));
            }
        }
    }

    private async Task<bool> IsStillDueAsync(Step step, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        if (step.Phase != Phase.Contract || errand.Heeds is not { } heeded)
        {
            return true;
        }

        // Others wait for what the transaction has locked, so nobody is asked in it who may be slow to answer.
        _lastSeen = transaction is null
            ? await LookAsync(cancellationToken)
            : _lastSeen with { Observation = await provider.Registry.ObserveAsync(connection, transaction, cancellationToken) };
        if (_gatekeeper.Hold(step.Migration, _lastSeen, heeded) is not { } why)
        {
            return true;
        }

        _held.Add(new(step.Migration, why));
        return false;
    }

    private Task<Catalog> InspectAsync(CancellationToken cancellationToken) => provider.Inspector.ReadAsync(connection, null, cancellationToken);

    private async Task<Plan> PlanAsync(Situation situation, Catalog catalog, PlanPolicy policy, CancellationToken cancellationToken)
    {
        var plan = Plan(provider, migrations, options, errand, situation.History, catalog, policy);

        return plan.IsEmpty ? plan : plan with { Surroundings = await provider.Inspector.ReadSurroundingsAsync(connection, catalog, cancellationToken) };
    }

    private async Task<Plan> ReviewAsync(Plan plan, Situation situation, Catalog catalog, string? denial, CancellationToken cancellationToken)
    {
        if (plan.IsEmpty || options.Safety == SafetyLevel.Off)
        {
            return plan;
        }

        return Reviewed(plan, Review.Of(plan, catalog, migrations, situation.History, options) with
        {
            Environment = await provider.Registry.ReadEnvironmentAsync(connection, cancellationToken),
            Instances = situation.Observation.Instances,
            Denial = denial,
        });
    }

    private static Plan Reviewed(Plan plan, Review review)
    {
        var (findings, suppressed) = SafetyRules.Sift(review);

        return plan with { Findings = findings, Suppressed = suppressed };
    }

    private async Task<string?> DenialAsync(Plan plan, CancellationToken cancellationToken)
    {
        try
        {
            await provider.Connections.CheckRightsAsync(connection, plan, cancellationToken);
            return null;
        }
        catch (MigrationConnectionException denied)
        {
            return denied.Message;
        }
    }

    private static Plan Plan(
        DatabaseProvider provider,
        IReadOnlyList<RecordedMigration> migrations,
        MigratorOptions options,
        Errand errand,
        History history,
        Catalog catalog,
        PlanPolicy policy) => Planner.Plan(migrations, history, catalog, provider.Engine, provider.Dialect, policy) with
        {
            Provenance = new(provider.Shell, history, Stamp.Of(migrations, options), options.AppVersion, new(migrations, options))
            {
                Command = errand.Command,
                Backfills = options.Backfills,
                Environment = options.Environment,
            },
        };

    private static PlanPolicy Allow(MigratorOptions options) => new(options.OutOfOrder)
    {
        IsAlone = options.Contract == ContractPolicy.Immediately,
        KeepsTombstones = options.Retention > TimeSpan.Zero,
    };

    private async Task<ValueList<Difference>> CompareAsync(History history, Catalog catalog, bool mayAsk, CancellationToken cancellationToken)
    {
        var differences = Differences.Find(migrations, history, catalog, provider.Engine);
        var wordings = differences.Wordings;

        return differences.Tell(wordings.Count == 0 ? [] : await provider.Inspector.TellApartAsync(connection, catalog, wordings, mayAsk, cancellationToken));
    }

    private async Task MindDriftAsync(History history, Catalog catalog, CancellationToken cancellationToken)
    {
        var differences = await CompareAsync(history, catalog, mayAsk: true, cancellationToken);
        if (options.Drift == Drift.Fail && differences.Count > 0)
        {
            throw new MigrationDriftException(differences);
        }

        foreach (var difference in differences)
        {
            options.Logger.Drifted(difference.Description);
        }
    }

    private bool IsNeeded(Situation situation, PlanPolicy policy, PlanPolicy? carriedOut) => carriedOut is null
        ? !errand.NeverExpands || HasWork(situation, policy)

        // Once rows are verified, or an earlier migration is contracted, a gate may be open that was shut before.
        : policy.Due.Except(carriedOut.Due).Any() || policy.Outlived.Except(carriedOut.Outlived).Any();
}
