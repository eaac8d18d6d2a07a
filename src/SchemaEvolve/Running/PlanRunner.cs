using System.Data.Common;
using SchemaEvolve.Diagnostics;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>Does the steps of a plan, up to the first that may have made the rest of the plan wrong.</summary>
/// <param name="provider">The database.</param>
/// <param name="connection">The connection.</param>
/// <param name="actor">Who does them.</param>
/// <param name="options">How.</param>
/// <param name="herald">Tells how it goes.</param>
/// <param name="lastLook">Looks before each migration takes the first thing away, or <see langword="null"/> if nothing could keep it.</param>
internal sealed class PlanRunner(DatabaseProvider provider, DbConnection connection, Actor actor, MigratorOptions options, Herald herald, LastLook? lastLook)
{
    private readonly StepRunner _runner = new(provider, connection, actor, options, herald);

    /// <summary>How many rows backfills could not convert.</summary>
    public long Quarantined => _runner.Quarantined;

    /// <summary>Does the steps.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="stamps">The stamps that the database has afterwards. With none, a start has to look again.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>The steps that were done, and whether that is all there was to do.</returns>
    public async Task<(IReadOnlyList<Step> Done, bool IsWhole)> RunAsync(Plan plan, IReadOnlyList<string> stamps, CancellationToken cancellationToken) =>
        stamps.Count > 0 && plan.IsOneTransaction
            ? await RunAsOneAsync(plan, stamps, cancellationToken)
            : await RunOneByOneAsync(plan, stamps, cancellationToken);

    private async Task<(IReadOnlyList<Step> Done, bool IsWhole)> RunAsOneAsync(Plan plan, IReadOnlyList<string> stamps, CancellationToken cancellationToken)
    {
        var began = options.Clock.GetTimestamp();
        var at = 0;
        try
        {
            await using var transaction = await provider.Connections.BeginAsync(connection, [], blocked: null, cancellationToken);
            for (; at < plan.Steps.Count; at++)
            {
                await RunStepAsync(plan, at, transaction, look: null, cancellationToken);
            }

            await _runner.FinishAsync(transaction, cancellationToken);
            await provider.Journal.StampAsync(connection, transaction, stamps, actor, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (MigrationFailedException failed)
        {
            await _runner.NoteFailureAsync(
                new(plan.Steps[at], actor, options.Clock.GetElapsedTime(began), 0),
                StepNotes.Failure(failed));
            throw;
        }

        return (plan.Steps, true);
    }

    private async Task<(IReadOnlyList<Step> Done, bool IsWhole)> RunOneByOneAsync(Plan plan, IReadOnlyList<string> stamps, CancellationToken cancellationToken)
    {
        var done = new List<Step>();
        for (var at = 0; at < plan.Steps.Count; at++)
        {
            var look = IsThreshold(plan, at) ? lastLook : null;
            if (look is not null && !await look(plan.Steps[at], null, cancellationToken))
            {
                return (done, false);
            }

            var isOpaque = plan.Steps[at].IsOpaque;
            var version = isOpaque ? await VersionAsync() : "";
            if (!await RunStepAsync(plan, at, null, look, cancellationToken))
            {
                return (done, false);
            }

            done.Add(plan.Steps[at]);

            // The rest was planned without knowing what raw SQL and C# would do to the schema.
            if (isOpaque && at + 1 < plan.Steps.Count && await VersionAsync() != version)
            {
                return (done, false);
            }
        }

        if (plan.StopsBecause is not null)
        {
            return (done, false);
        }

        if (stamps.Count > 0)
        {
            await using var transaction = await provider.Connections.BeginAsync(connection, [], blocked: null, cancellationToken);
            await provider.Journal.StampAsync(connection, transaction, stamps, actor, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return (done, true);

        Task<string> VersionAsync() => provider.Inspector.ReadVersionAsync(connection, null, cancellationToken);
    }

    // Whoever has begun to take away goes on.
    private static bool IsThreshold(Plan plan, int at) =>
        plan.Steps[at] is { Phase: Phase.Contract or Phase.Purge, Migration: var migration }
        && !plan.Steps.Take(at).Any(earlier => earlier.Migration == migration && earlier.Reaches >= MigrationState.Contracted);

    private async Task<bool> RunStepAsync(Plan plan, int at, DbTransaction? transaction, LastLook? look, CancellationToken cancellationToken)
    {
        var step = plan.Steps[at];
        cancellationToken.ThrowIfCancellationRequested();
        herald.StepStarted(step, at + 1, plan.Steps.Count);
        var began = options.Clock.GetTimestamp();

        if (!await _runner.RunAsync(step, transaction, look, cancellationToken))
        {
            return false;
        }

        herald.StepEnded(step, at + 1, plan.Steps.Count, options.Clock.GetElapsedTime(began));
        return true;
    }
}
