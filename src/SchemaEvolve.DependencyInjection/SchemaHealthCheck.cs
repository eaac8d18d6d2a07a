using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SchemaEvolve.DependencyInjection;

/// <summary>Looks how far the database has come, without taking the lock, and without waiting for a database that is busy.</summary>
internal sealed class SchemaHealthCheck(Migrator migrator, TimeSpan limit, TimeProvider clock) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // SQLite waits on its thread and cannot be interrupted, so that one is left alone until it is through.
            return Judge(await migrator.StatusAsync(stop.Token).WaitAsync(limit, clock, cancellationToken), context.Registration.FailureStatus);
        }
        catch (TimeoutException)
        {
            await stop.CancelAsync();
            return HealthCheckResult.Degraded($"The database has not answered within {limit.TotalSeconds:0.#} s. It is busy, or others have locked it.");
        }
        catch (MigrationException error)
        {
            return new(context.Registration.FailureStatus, error.Message, error);
        }
    }

    private static HealthCheckResult Judge(MigrationStatus status, HealthStatus failure)
    {
        string[] missing = [.. status.Migrations.Where(migration => migration is { IsKnown: true, IsReady: false }).Select(migration => migration.Label)];
        string[] failed = [.. status.Migrations.Where(migration => migration.Failed.Count > 0).Select(migration => migration.Label)];
        var blocked = status.InProgress is { IsBlocked: true } step ? step : null;
        var (health, why) = (missing, failed, blocked, status.Drift) switch
        {
            ({ Length: > 0 }, _, _, _) => (failure, $"This application needs what is not there yet: {string.Join(", ", missing)}."),
            (_, { Length: > 0 }, _, _) => (HealthStatus.Degraded, $"A step has failed, and is tried again: {string.Join(", ", failed)}."),
            (_, _, not null, _) => (HealthStatus.Degraded, $"{blocked}."),
            (_, _, _, { Count: > 0 }) => (HealthStatus.Degraded, $"The schema has drifted. {string.Join(" ", status.Drift.Select(difference => difference.Description))}"),
            _ => (HealthStatus.Healthy, status.InProgress is { } now ? $"{now}." : "The schema is what this application needs."),
        };

        return new(health, why, data: Data(status, failed));
    }

    private static Dictionary<string, object> Data(MigrationStatus status, string[] failed)
    {
        var data = new Dictionary<string, object>
        {
            ["applied"] = status.Migrations.Count(migration => migration.IsReady),
            ["pending"] = Labels(status.Pending),
            ["failed"] = failed,
            ["contractsDue"] = Labels(status.ToContract.Where(migration => migration.IsDue)),
            ["contractsWaiting"] = status.ToContract.Where(migration => !migration.IsDue)
                .ToDictionary(migration => migration.Label, migration => string.Join(" ", migration.Gates.Where(gate => !gate.IsOpen).Select(gate => gate.Why))),
            ["drift"] = status.Drift.Select(difference => difference.Description).ToArray(),
        };
        if (status.InProgress is { } step)
        {
            data["inProgress"] = step.ToString();
            data["blockedBy"] = step.Blockers.ToArray();
            if (step.Percent is { } percent)
            {
                data["percent"] = percent;
            }
        }

        return data;
    }

    private static string[] Labels(IEnumerable<MigrationStanding> migrations) => [.. migrations.Select(migration => migration.Label)];
}
