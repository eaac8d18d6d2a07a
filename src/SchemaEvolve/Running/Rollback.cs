using System.Data.Common;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Diagnostics;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;
using SchemaEvolve.Safety.Rules;

namespace SchemaEvolve.Running;

/// <summary>Takes migrations back, and looks whether that has led where it was to lead.</summary>
internal sealed class Rollback(
    DatabaseProvider provider,
    IReadOnlyList<RecordedMigration> migrations,
    MigratorOptions options,
    Actor actor,
    Herald herald,
    DbConnection connection,
    long to,
    RollbackOptions limits)
{
    private const string LockLost =
        "The lock was lost while this process was rolling back, so it stopped. What the step had done in a transaction is undone. Call RollbackAsync again: it goes on from here.";

    /// <summary>What is to be done.</summary>
    public async Task<Plan> PlanAsync(CancellationToken cancellationToken)
    {
        var history = await provider.Journal.ReadAsync(connection, null, cancellationToken);
        var catalog = await provider.Inspector.ReadAsync(connection, null, cancellationToken);

        var plan = RollbackPlanner.Plan(to, migrations, history, catalog, provider.Engine, provider.Dialect, limits, options.Contract == ContractPolicy.Immediately);
        var refusal = options.Safety == SafetyLevel.Off ? null : RunsInTheWrongPlace.Refusal(await provider.Registry.ReadEnvironmentAsync(connection, cancellationToken), options.Environment);

        return plan with
        {
            Provenance = new(provider.Shell, history, Stamp: null, options.AppVersion, new(migrations, options))
            {
                Command = FormattableString.Invariant($"{nameof(Migrator.RollbackAsync)}(to: {to}{(limits.AllowDataLoss ? ", new() { AllowDataLoss = true }" : "")})"),
                Backfills = options.Backfills,
            },
            Obstacles = [.. refusal is null ? Array.Empty<string>() : [refusal], .. plan.Obstacles, .. limits.AllowDataLoss ? [] : await CountAsync(plan.Losses, cancellationToken)],
        };
    }

    private async Task<ValueList<string>> CountAsync(ValueList<Loss> losses, CancellationToken cancellationToken)
    {
        var counted = new List<string>();
        foreach (var loss in losses)
        {
            counted.Add(loss.Count is { } count ? await CountAsync(loss, count, cancellationToken) : loss.What);
        }

        return [.. counted];
    }

    private async Task<string> CountAsync(Loss loss, Sql count, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = count.For(provider.Engine);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);

        return loss.Counted(rows: reader.GetInt64(0), count: reader.GetInt64(1));
    }

    /// <summary>Does it, behind the lock.</summary>
    public async Task<MigrationReport> DoAsync(CancellationToken cancellationToken)
    {
        var began = options.Clock.GetTimestamp();
        await using var held = await new LockWaiter(provider, actor, options, herald).AcquireAsync(connection, () => Task.FromResult(false), cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, held!.Lost);
        try
        {
            return await herald.TellAsync(RunKind.Rollback, async () =>
            {
                var steps = await WorkAsync(stop.Token);

                return new(steps.Count == 0 ? MigrationOutcome.UpToDate : MigrationOutcome.RolledBack, steps, options.Clock.GetElapsedTime(began));
            });
        }
        catch (OperationCanceledException stopped)
        {
            if (await new Interruption(provider, options, herald).NoteAsync(held, LockLost, stopped, cancellationToken) is { } lost)
            {
                throw lost;
            }

            throw;
        }
    }

    private async Task<ValueList<Step>> WorkAsync(CancellationToken cancellationToken)
    {
        await provider.Journal.TakeOverAsync(connection, actor, cancellationToken);
        var done = new List<Step>();
        while (true)
        {
            var plan = await PlanAsync(cancellationToken);
            if (plan.Obstacles.Count > 0)
            {
                throw new MigrationRollbackException(plan.Obstacles, done.Count == 0);
            }

            if (plan is { Steps.Count: 0, StopsBecause: { } reason })
            {
                throw new MigrationHistoryException($"The rollback cannot go on. {reason}");
            }

            await provider.Connections.CheckRightsAsync(connection, plan, cancellationToken);
            options.Logger.RollingBack(plan.Steps.Count, plan.Steps.Select(step => step.Migration.Id).Distinct().Count());
            var (steps, isWhole) = await new PlanRunner(provider, connection, actor, options, herald, lastLook: null).RunAsync(plan, stamps: [], cancellationToken);
            done.AddRange(steps);
            if (isWhole)
            {
                await CompareAsync(plan, cancellationToken);
                return [.. done];
            }
        }
    }

    private async Task CompareAsync(Plan plan, CancellationToken cancellationToken)
    {
        // What raw SQL and C# do to the schema, nobody has promised.
        if (plan.Steps.Any(step => step.IsOpaque))
        {
            return;
        }

        var differences = Outline.Compare(plan.After, await provider.Inspector.ReadAsync(connection, null, cancellationToken));
        if (differences.Count > 0)
        {
            throw new MigrationRollbackException(
                $"The rollback is done, but the schema is not what it was to be: {string.Join("; ", differences)}. Nothing more is undone. Look who else has changed it, and put it right in a new migration.");
        }
    }
}
