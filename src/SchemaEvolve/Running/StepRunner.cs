using System.Data;
using System.Data.Common;
using SchemaEvolve.Diagnostics;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>Does steps, each together with its journal entry.</summary>
internal sealed class StepRunner(DatabaseProvider provider, DbConnection connection, Actor actor, MigratorOptions options)
{
    private const int MostTries = 5;

    /// <summary>Does a step. What its statements did in a transaction, they did together with the entry in the journal, or not at all.</summary>
    /// <param name="step">The step.</param>
    /// <param name="outer">The transaction that several steps share, or <see langword="null"/> if the step has its own.</param>
    /// <param name="cancellationToken">Stops between two statements.</param>
    public async Task RunAsync(Step step, DbTransaction? outer, CancellationToken cancellationToken)
    {
        var began = options.Clock.GetTimestamp();
        var progress = new StepProgress();
        try
        {
            switch (step)
            {
                case CodeStep code:
                    await RunCodeAsync(code, outer, progress, began, cancellationToken);
                    break;
                case StatementStep statements:
                    await RunStatementsAsync(statements, outer, progress, began, cancellationToken);
                    break;
            }
        }
        catch (Exception error) when (error is not MigrationException)
        {
            throw await FailAsync(step, outer, progress, Record(step, progress, began), error);
        }
        catch (MigrationFailedException error)
        {
            await JournalFailureAsync(step, outer, Record(step, progress, began), new(error.Message, error.Sql, error.Fault?.Code, error.ToString()));
            throw;
        }
    }

    private async Task RunCodeAsync(CodeStep step, DbTransaction? outer, StepProgress progress, long began, CancellationToken cancellationToken)
    {
        var transaction = outer ?? await provider.Connections.BeginAsync(connection, [], cancellationToken);
        try
        {
            await step.Code.Up(new(connection, transaction), cancellationToken);
            await provider.Journal.FinishAsync(connection, transaction, Record(step, progress, began), cancellationToken);
            if (outer is null)
            {
                await transaction.CommitAsync(cancellationToken);
            }
        }
        finally
        {
            if (outer is null)
            {
                await transaction.DisposeAsync();
            }
        }
    }

    private async Task RunStatementsAsync(
        StatementStep step,
        DbTransaction? outer,
        StepProgress progress,
        long began,
        CancellationToken cancellationToken)
    {
        var parts = Parts(step.Statements);
        var isOneTransaction = outer is not null || parts is [{ IsTransaction: true }] or [];
        if (!isOneTransaction)
        {
            await provider.Journal.StartAsync(connection, Record(step, progress, began), cancellationToken);
        }

        // The entry belongs to the last part that changes something; what only puts the connection back comes after it.
        var last = parts.FindLastIndex(part => !part.Statements[0].IsAlways);
        try
        {
            for (var place = 0; place <= last; place++)
            {
                await RunPartAsync(step, parts[place], outer, isLast: place == last, progress, began, cancellationToken);
            }
        }
        finally
        {
            foreach (var statement in step.Statements.Where(statement => statement.IsAlways))
            {
                await ExecuteAsync(step, statement, outer, progress, CancellationToken.None);
            }
        }

        if (last < 0)
        {
            await JournalAloneAsync(step, outer, progress, began, cancellationToken);
        }
    }

    private async Task RunPartAsync(
        StatementStep step,
        Part part,
        DbTransaction? outer,
        bool isLast,
        StepProgress progress,
        long began,
        CancellationToken cancellationToken)
    {
        if (outer is null && part.IsTransaction)
        {
            await RunTransactionAsync(step, part, isLast, progress, began, cancellationToken);
            return;
        }

        foreach (var statement in part.Statements)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await ExecuteAsync(step, statement, outer, progress, cancellationToken);
        }

        if (isLast)
        {
            await JournalAloneAsync(step, outer, progress, began, cancellationToken);
        }
    }

    private async Task RunTransactionAsync(
        StatementStep step,
        Part part,
        bool isLast,
        StepProgress progress,
        long began,
        CancellationToken cancellationToken)
    {
        var rows = progress.Rows;
        for (var tries = 1; ; tries++)
        {
            progress.Rows = rows;
            try
            {
                await using var transaction = await provider.Connections.BeginAsync(connection, part.Statements, cancellationToken);
                foreach (var statement in part.Statements)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await ExecuteAsync(step, statement, transaction, progress, cancellationToken);
                }

                if (isLast)
                {
                    await provider.Journal.FinishAsync(connection, transaction, Record(step, progress, began), cancellationToken);
                }

                await transaction.CommitAsync(cancellationToken);
                return;
            }
            catch (DbException error) when (tries < MostTries && connection.State == ConnectionState.Open && provider.Connections.Explain(error).IsTransient)
            {
                options.Logger.Retrying(step.Migration.Label, tries, error.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(50 * tries), options.Clock, cancellationToken);
            }
        }
    }

    private async Task JournalAloneAsync(Step step, DbTransaction? outer, StepProgress progress, long began, CancellationToken cancellationToken)
    {
        if (outer is not null)
        {
            await provider.Journal.FinishAsync(connection, outer, Record(step, progress, began), cancellationToken);
            return;
        }

        await using var transaction = await provider.Connections.BeginAsync(connection, [], cancellationToken);
        await provider.Journal.FinishAsync(connection, transaction, Record(step, progress, began), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task ExecuteAsync(
        StatementStep step,
        Statement statement,
        DbTransaction? transaction,
        StepProgress progress,
        CancellationToken cancellationToken)
    {
        progress.Sql = statement.Sql.For(provider.Engine);
        if (progress.Sql.Length == 0)
        {
            return;
        }

        await using var watch = transaction is null ? provider.Connections.Watch(connection, statement) : null;
        await using var command = connection.CreateCommand();
        command.CommandText = progress.Sql;
        command.Transaction = transaction;
        if (statement.Rule is { } rule)
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            if (await Offenders.ReadAsync(reader, cancellationToken) is { } offenders)
            {
                throw new MigrationFailedException(step, $"{rule} {offenders}", Undone(step, transaction), inner: null) { Sql = progress.Sql };
            }

            return;
        }

        progress.Rows += Math.Max(0, await command.ExecuteNonQueryAsync(cancellationToken));
    }

    private async Task<Exception> FailAsync(Step step, DbTransaction? outer, StepProgress progress, StepRecord record, Exception error)
    {
        if (error is OperationCanceledException)
        {
            options.Logger.Cancelled(step.Migration.Label, step.Description);
            return error;
        }

        var fault = error is DbException database ? provider.Connections.Explain(database) : null;
        var failed = new MigrationFailedException(step, Reason(step, progress, fault, error), Undone(step, outer), error)
        {
            Sql = step is CodeStep ? null : progress.Sql,
            Fault = fault,
        };
        await JournalFailureAsync(step, outer, record, new(error.Message, failed.Sql, fault?.Code, error.ToString()));
        return failed;
    }

    // The transaction that is shared will be gone, and the entry with it: whoever shares it writes the failure down afterwards.
    private async Task JournalFailureAsync(Step step, DbTransaction? outer, StepRecord record, Failure failure)
    {
        options.Logger.StepFailed(step.Migration.Label, step.Description, failure.Message);
        if (outer is null)
        {
            await NoteFailureAsync(record, failure);
        }
    }

    /// <summary>Writes a failure down, if the database lets it.</summary>
    public async Task NoteFailureAsync(StepRecord record, Failure failure)
    {
        try
        {
            await provider.Journal.FailAsync(connection, record, failure, CancellationToken.None);
        }
        catch (Exception unwritten) when (unwritten is DbException or InvalidOperationException)
        {
            // What stops the step may stop the journal too: a full disk, a lost connection. The exception carries all of it.
            options.Logger.FailureNotJournaled(record.Step.Migration.Label, unwritten.Message);
        }
    }

    private static string Reason(Step step, StepProgress progress, Fault? fault, Exception error) => (step, fault) switch
    {
        (CodeStep code, null) => $"The C# step {code.Code.Name} threw {error.GetType().Name}: {error.Message}",
        (CodeStep code, _) => $"In the C# step {code.Code.Name} the database answered {fault}",
        (_, null) => $"{error.GetType().Name}: {error.Message}",
        _ => $"The database answered {fault}\nThe statement was:\n{progress.Sql}",
    };

    private static string Undone(Step step, DbTransaction? outer) => (step, outer) switch
    {
        (_, not null) => "All steps of this run are undone.",
        (StatementStep { Statements: var statements }, _) when statements.Any(statement => statement is { IsTransactional: false, IsAlways: false }) =>
            "What stood in its transaction is undone; statements before that outside of it stay.",
        _ => "The step is undone as a whole; those before it stay.",
    };

    private static List<Part> Parts(IEnumerable<Statement> statements)
    {
        var parts = new List<Part>();
        foreach (var statement in statements)
        {
            if (statement.IsTransactional && parts is [.., { IsTransaction: true } open])
            {
                open.Statements.Add(statement);
            }
            else
            {
                parts.Add(new(statement.IsTransactional, [statement]));
            }
        }

        return parts;
    }

    private StepRecord Record(Step step, StepProgress progress, long began) =>
        new(step, actor, options.Clock.GetElapsedTime(began), progress.Rows);

    private sealed record Part(bool IsTransaction, List<Statement> Statements);

    private sealed class StepProgress
    {
        public string Sql { get; set; } = "";

        public long Rows { get; set; }
    }
}
