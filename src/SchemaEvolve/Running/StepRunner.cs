using System.Data.Common;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Diagnostics;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>Does steps, each together with its journal entry.</summary>
internal sealed class StepRunner
{
    private readonly DatabaseProvider _provider;
    private readonly DbConnection _connection;
    private readonly Actor _actor;
    private readonly MigratorOptions _options;
    private readonly Herald _herald;
    private readonly StepNotes _notes;
    private readonly StatementSender _sender;
    private readonly Retry _retry;

    // A fresh database gets a step for each migration there ever was, and their entries are sent together.
    private readonly List<StepRecord> _shared = [];

    // Whatever other processes have done since the driver last looked.
    private bool _hasNewTypes = true;

    public StepRunner(DatabaseProvider provider, DbConnection connection, Actor actor, MigratorOptions options, Herald herald)
    {
        (_provider, _connection, _actor, _options, _herald) = (provider, connection, actor, options, herald);
        _notes = new(provider, connection, options, herald);
        _sender = new(provider, connection, _notes);
        _retry = new(provider, connection, _notes, options.Clock);
    }

    /// <summary>How many rows backfills could not convert.</summary>
    public long Quarantined { get; private set; }

    /// <summary>Does a step. What its statements did in a transaction, they did together with the entry in the journal, or not at all. Of steps that share a transaction, <see cref="FinishAsync(DbTransaction, CancellationToken)"/> writes the entries.</summary>
    /// <param name="step">The step.</param>
    /// <param name="outer">The transaction that several steps share, or <see langword="null"/> if the step has its own.</param>
    /// <param name="look">Looks before the end of each transaction whether it may be ended so, or <see langword="null"/> if nothing could keep it.</param>
    /// <param name="cancellationToken">Stops between two statements.</param>
    /// <returns>Whether it is done: not if the look has undone a transaction.</returns>
    public async Task<bool> RunAsync(Step step, DbTransaction? outer, LastLook? look, CancellationToken cancellationToken)
    {
        var running = new RunningStep(step, outer, _actor, _options.Clock);
        using var span = Spans.Step(step, _provider, _connection);
        await using var watch = SignalWatch.Begin(_provider, _connection, _options);
        _herald.Enter(step);
        try
        {
            var isDone = true;
            switch (step)
            {
                case CodeStep code:
                    isDone = await RunCodeAsync(running, code.Code, look, cancellationToken);
                    break;
                case BackfillStep backfill:
                    Quarantined += await new BackfillRunner(_provider, _connection, _actor, _options, _herald, backfill).RunAsync(cancellationToken);
                    break;
                case StatementStep statements:
                    isDone = await RunStatementsAsync(running, statements.Statements, look, cancellationToken);
                    break;
            }

            _hasNewTypes |= MayMakeTypes(step);
            span?.SetTag(Tags.Rows, running.Rows);
            return isDone;
        }
        catch (OperationCanceledException stopped) when (stopped is not GaveWayException)
        {
            _herald.StepStopped(running.Record);
            throw;
        }
        catch (MigrationFailedException failed)
        {
            // A backfill knows the row that is to blame.
            span.Fail(failed, failed.Fault);
            _herald.StepFailed(step, failed, running.Record.Duration);
            await _notes.FailAsync(running.Record, StepNotes.Failure(failed));
            throw;
        }
        catch (Exception error) when (error is not (MigrationException or GaveWayException))
        {
            var failed = await FailAsync(running, error);
            span.Fail(error, failed.Fault);
            _herald.StepFailed(step, failed, running.Record.Duration);
            throw failed;
        }
        finally
        {
            _herald.Leave();
        }
    }

    /// <summary>Writes down that the steps are done that shared a transaction.</summary>
    public Task FinishAsync(DbTransaction outer, CancellationToken cancellationToken) => _provider.Journal.FinishAsync(_connection, outer, _shared, cancellationToken);

    /// <summary>Writes a failure down, if the database lets it.</summary>
    public Task NoteFailureAsync(StepRecord record, Failure failure) => _notes.FailAsync(record, failure);

    private async Task<bool> RunCodeAsync(RunningStep running, RunCode code, LastLook? look, CancellationToken cancellationToken)
    {
        if (_hasNewTypes)
        {
            await _provider.Connections.LearnTypesAsync(_connection, cancellationToken);
            _hasNewTypes = false;
        }

        await using var transaction = await BeginAsync(running, [], cancellationToken);
        await code.Up(new(_connection, transaction), cancellationToken);
        return await EndAsync(running, transaction, isLast: true, look, cancellationToken);
    }

    private static bool MayMakeTypes(Step step) => step.IsOpaque || step.Changes.Any(change =>
        change is CreateEnum or DropEnum or AddEnumValue or RenameEnumValue or CreateExtension or DropExtension);

    private async Task<bool> RunStatementsAsync(RunningStep running, ValueList<Statement> statements, LastLook? look, CancellationToken cancellationToken)
    {
        if (running.Outer is { } outer)
        {
            await _sender.SendAsync(running, statements, outer, cancellationToken);
            _shared.Add(running.Record);
            return true;
        }

        var groups = StatementGroup.WithEntry(statements);
        if (groups.Count > 1)
        {
            await _provider.Journal.StartAsync(_connection, running.Record, cancellationToken);
        }

        var isDone = false;
        try
        {
            isDone = await RunGroupsAsync(running, groups, look, cancellationToken);
        }
        catch
        {
            await TryPutBackAsync(running, statements);
            throw;
        }

        await PutBackAsync(running, statements);
        return isDone;
    }

    private async Task<bool> RunGroupsAsync(RunningStep running, List<StatementGroup> groups, LastLook? look, CancellationToken cancellationToken)
    {
        foreach (var (place, group) in groups.Index())
        {
            if (!group.IsTransaction)
            {
                await RunAloneAsync(running, group.Statements[0], cancellationToken);
            }
            else if (!await RunTransactionAsync(running, group.Statements, isLast: place == groups.Count - 1, look, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    private async Task PutBackAsync(RunningStep running, ValueList<Statement> statements)
    {
        foreach (var statement in statements.Where(statement => statement.IsAlways))
        {
            await _sender.SendAsync(running, statement, CancellationToken.None);
        }
    }

    // Where the connection is gone, its settings went with it, and it is what has ended the step that matters.
    private async Task TryPutBackAsync(RunningStep running, ValueList<Statement> statements)
    {
        var refused = running.Refused;
        try
        {
            await PutBackAsync(running, statements);
        }
        catch (Exception error) when (error is DbException or InvalidOperationException)
        {
            running.Refused = refused;
            _options.Logger.NotPutBack(running.Step.Migration.Label, error.Message);
        }
    }

    private async Task<bool> RunTransactionAsync(RunningStep running, ValueList<Statement> statements, bool isLast, LastLook? look, CancellationToken cancellationToken)
    {
        var isDone = false;
        await _retry.RunAsync(
            running,
            async _ =>
            {
                await using var transaction = await BeginAsync(running, statements, cancellationToken);
                await _sender.SendAsync(running, statements, transaction, cancellationToken);
                isDone = await EndAsync(running, transaction, isLast, look, cancellationToken);
            },
            cancellationToken);
        return isDone;
    }

    // A transaction that is not committed undoes itself.
    private async Task<bool> EndAsync(RunningStep running, DbTransaction transaction, bool isLast, LastLook? look, CancellationToken cancellationToken)
    {
        await _provider.Connections.LookAsync(transaction, cancellationToken);
        if (look is not null && !await look(running.Step, transaction, cancellationToken))
        {
            return false;
        }

        if (isLast)
        {
            await FinishAsync(running, transaction, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    // What raw SQL did outside a transaction before it failed, only its author knows.
    private Task RunAloneAsync(RunningStep running, Statement statement, CancellationToken cancellationToken) => running.Step.IsOpaque
        ? _sender.SendAsync(running, statement, cancellationToken)
        : _retry.RunAsync(
            running,
            async hasFailed =>
            {
                if (hasFailed && statement.Healing is { } healing)
                {
                    await _sender.SendAsync(running, Statement.RunAlone(healing), cancellationToken);
                }

                await _sender.SendAsync(running, statement, cancellationToken);
            },
            cancellationToken);

    private Task<DbTransaction> BeginAsync(RunningStep running, ValueList<Statement> statements, CancellationToken cancellationToken) =>
        _provider.Connections.BeginAsync(_connection, statements, blockade => _notes.BlockAsync(running, blockade), cancellationToken);

    private Task FinishAsync(RunningStep running, DbTransaction transaction, CancellationToken cancellationToken) =>
        _provider.Journal.FinishAsync(_connection, transaction, [running.Record], cancellationToken);

    private async Task<MigrationFailedException> FailAsync(RunningStep running, Exception error)
    {
        var step = running.Step;
        var fault = error is DbException database ? _provider.Connections.Explain(database) : null;
        var failed = new MigrationFailedException(step, $"{Reason(running, fault, error)}{await _notes.PutAsideAsync(step)}", Undone(running), error)
        {
            Sql = running.Refused,
            Fault = fault,
        };
        if (running.Outer is null)
        {
            // The transaction that is shared will be gone, and the entry with it: whoever shares it writes the failure down afterwards.
            await _notes.FailAsync(running.Record, StepNotes.Failure(failed));
        }

        return failed;
    }

    private static string Reason(RunningStep running, Fault? fault, Exception error) => (running, fault) switch
    {
        ({ Step: CodeStep step }, null) => $"The C# step {step.Code.Name} threw {error.GetType().Name}: {error.Message}",
        ({ Step: CodeStep step }, _) => $"In the C# step {step.Code.Name} the database answered {fault}",
        (_, null) => error is BrokenRuleException ? error.Message : $"{error.GetType().Name}: {error.Message}",
        ({ Refused: { } sql }, _) => $"The database answered {fault}\nThe statement was:\n{sql}",
        _ => $"The database answered {fault}",
    };

    private static string Undone(RunningStep running) => running switch
    {
        { Outer: not null } => "All steps of this run are undone.",
        { Step: StatementStep step } when StatementGroup.WithEntry(step.Statements).Count > 1 =>
            "What stood in its transaction is undone; what the step did before that stays.",
        _ => "The step is undone as a whole; those before it stay.",
    };
}
