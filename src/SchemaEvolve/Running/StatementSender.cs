using System.Data.Common;
using System.Diagnostics;
using SchemaEvolve.Diagnostics;
using SchemaEvolve.Lexing;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>Sends statements in as few round trips as the driver can, and knows which of them the database refused.</summary>
internal sealed class StatementSender(DatabaseProvider provider, DbConnection connection, StepNotes notes)
{
    /// <summary>Sends a statement outside any transaction.</summary>
    public async Task SendAsync(RunningStep running, Statement statement, CancellationToken cancellationToken)
    {
        await using var watch = provider.Connections.Watch(connection, statement, blockade => notes.BlockAsync(running, blockade));
        await SendOneAsync(running, statement, transaction: null, cancellationToken);
    }

    /// <summary>Sends the statements of a transaction.</summary>
    public async Task SendAsync(RunningStep running, IEnumerable<Statement> statements, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var batch = new List<string>();
        foreach (var (place, statement) in statements.Index())
        {
            if (place > 0 || running.Outer is not null)
            {
                provider.Connections.Between?.Invoke(statement);
            }

            if (CanJoinOthers(statement))
            {
                batch.Add(Text(statement));
                continue;
            }

            await SendBatchAsync(running, batch, transaction, cancellationToken);
            batch = [];
            await SendOneAsync(running, statement, transaction, cancellationToken);
        }

        await SendBatchAsync(running, batch, transaction, cancellationToken);
    }

    // What follows a rule is not sent before the rule is known to hold. In a batch, a driver takes one statement at a time.
    private bool CanJoinOthers(Statement statement) =>
        connection.CanCreateBatch
        && provider.Connections.Between is null
        && statement.Rule is null
        && Text(statement) is { Length: > 0 } text
        && !SqlLexer.Read(text, provider.Engine).Any(token => token.Is(";"));

    private async Task SendBatchAsync(RunningStep running, List<string> texts, DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (texts.Count == 0)
        {
            return;
        }

        await using var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        foreach (var text in texts)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = text;
            batch.BatchCommands.Add(command);
        }

        using var span = Spans.Statement(texts, table: null, provider, connection);
        try
        {
            running.Rows += Math.Max(0, await batch.ExecuteNonQueryAsync(cancellationToken));
        }
        catch (Exception error)
        {
            // Where the connection breaks, nobody can tell which of them it was.
            running.Refused = (error as DbException)?.BatchCommand?.CommandText ?? string.Join(";\n", texts);
            Fail(span, error);
            throw;
        }
    }

    private async Task SendOneAsync(RunningStep running, Statement statement, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Text(statement) is not { Length: > 0 } text)
        {
            return;
        }

        await using var command = connection.CreateCommand();
        command.CommandText = text;
        command.Transaction = transaction;
        using var span = Spans.Statement([text], TableOf(statement), provider, connection);
        try
        {
            running.Rows += await ExecuteAsync(command, statement.Rule, cancellationToken);
        }
        catch (Exception error)
        {
            running.Refused = text;
            Fail(span, error);
            throw;
        }
    }

    private async Task<long> ExecuteAsync(DbCommand command, string? rule, CancellationToken cancellationToken)
    {
        if (rule is null)
        {
            // SQLite tells the rows of the last statement that wrote some, be that long ago.
            return await command.ExecuteNonQueryAsync(cancellationToken) is > 0 and var rows && SqlLexer.Split(command.CommandText, provider.Engine).Any(sql => SqlLexer.WritesRows(sql, provider.Engine)) ? rows : 0;
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await Offenders.ReadAsync(reader, cancellationToken) is { } offenders ? throw new BrokenRuleException(rule, offenders) : 0;
    }

    private static string? TableOf(Statement statement) => statement.Impacts is [var impact] ? impact.Table.ToString() : null;

    private void Fail(Activity? span, Exception error) => span.Fail(error, error is DbException database ? provider.Connections.Explain(database) : null);

    private string Text(Statement statement) => statement.Sql.For(provider.Engine);
}
