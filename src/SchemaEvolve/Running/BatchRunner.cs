using System.Data.Common;
using System.Globalization;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>Does the batches of a backfill, each in one transaction with how far it has come.</summary>
/// <remarks>The end of the next page is asked for together with the work on this one, so a batch is one round trip where the driver can send statements together.</remarks>
internal sealed class BatchRunner
{
    private readonly DatabaseProvider _provider;
    private readonly DbConnection _connection;
    private readonly BackfillStep _step;
    private readonly Keyset _keyset;
    private readonly Statement[] _statements;
    private readonly string[] _settings;

    public BatchRunner(DatabaseProvider provider, DbConnection connection, BackfillStep step)
    {
        (_provider, _connection, _step) = (provider, connection, step);
        _keyset = new(step.Batches, provider.Engine);
        _statements = [Statement.Run(step.Batches.Update) with { Impacts = [new(step.Batches.Table, TableLock.RowExclusive)] }];
        _settings = [.. step.Batches.Settings.Select(setting => setting.For(provider.Engine))];
    }

    /// <summary>The statement that was sent last.</summary>
    public string Sql { get; private set; } = "";

    /// <summary>Fails as the batches would if the database does not understand them: that is no fault of a row, and is better known before the first one.</summary>
    public async Task TryAsync(CancellationToken cancellationToken)
    {
        if (_step.Code is not null)
        {
            return;
        }

        await using var transaction = await BeginAsync(cancellationToken);
        await using var command = Command(_keyset.Trial, transaction);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The last key that there is, or <see langword="null"/> if there is no row.</summary>
    public async Task<string?> FindEndAsync(CancellationToken cancellationToken) =>
        _step.Batches.Key.Count > 0 ? await AskAsync(_keyset.End, cancellationToken) as string : null;

    /// <summary>How many rows there are, about.</summary>
    public async Task<long> EstimateAsync(CancellationToken cancellationToken) =>
        Convert.ToInt64(await AskAsync(_step.Batches.Estimate.For(_provider.Engine), cancellationToken) ?? 0L, CultureInfo.InvariantCulture);

    /// <summary>The next rows, at most so many, or <see langword="null"/> if there are none.</summary>
    public async Task<Page?> FindPageAsync(BackfillCursor cursor, int rows, CancellationToken cancellationToken)
    {
        await using var transaction = await BeginAsync(cancellationToken);

        // To count rows takes longer than to pass over them, so only the last ones are counted.
        return await FindPageAsync(_keyset.FullPage(cursor, rows), transaction, cancellationToken)
            ?? await FindPageAsync(_keyset.LastPage(cursor, rows), transaction, cancellationToken);
    }

    /// <summary>Brings the rows of a page up to date.</summary>
    /// <param name="page">The page.</param>
    /// <param name="before">How far the backfill had come before it.</param>
    /// <param name="after">How far it has come with it.</param>
    /// <param name="rows">How many rows the next page is to have.</param>
    /// <param name="record">What the journal writes about the step.</param>
    /// <param name="cancellationToken">Stops it, and undoes the batch.</param>
    /// <returns>How many rows were written, and the next page if it is a full one.</returns>
    public async Task<(long Written, Page? Next)> FillAsync(
        Page page,
        BackfillCursor before,
        BackfillCursor after,
        int rows,
        StepRecord record,
        CancellationToken cancellationToken)
    {
        await using var transaction = await BeginAsync(cancellationToken);
        var converted = 0L;
        ValueList<string> statements = [];
        if (_step.Code is { } code)
        {
            converted = await new PageConversion(code, _step.Batches, _keyset).RunAsync(before, page, sql => Command(sql, transaction), cancellationToken);
        }
        else
        {
            statements = [.. _settings, Sql = _keyset.Update(before, page.Through)];
        }

        var next = after.After == after.Through ? null : _keyset.FullPage(after, rows);
        var outcome = await _provider.Backfills.AdvanceAsync(_connection, transaction, record, new(statements, after.ToJson(), next), cancellationToken);

        return (converted + outcome.Written, outcome.Next is { } row ? ToPage(row) : null);
    }

    /// <summary>Brings all rows up to date that still are not.</summary>
    /// <returns>How many rows were written.</returns>
    public async Task<long> SweepAsync(BackfillCursor cursor, StepRecord record, CancellationToken cancellationToken)
    {
        await using var transaction = await BeginAsync(cancellationToken);
        Sql = _keyset.Sweep;

        return (await _provider.Backfills.AdvanceAsync(_connection, transaction, record, new([.. _settings, Sql], cursor.ToJson(), Next: null), cancellationToken)).Written;
    }

    /// <summary>Puts a row aside.</summary>
    public async Task QuarantineAsync(QuarantinedRow row, BackfillCursor after, StepRecord record, CancellationToken cancellationToken)
    {
        await using var transaction = await BeginAsync(cancellationToken);
        await _provider.Backfills.QuarantineAsync(_connection, transaction, row, cancellationToken);
        await _provider.Backfills.AdvanceAsync(_connection, transaction, record, new([], after.ToJson(), Next: null), cancellationToken);
    }

    /// <summary>Notes that all batches are done.</summary>
    public async Task FinishAsync(StepRecord record, CancellationToken cancellationToken)
    {
        await using var transaction = await BeginAsync(cancellationToken);
        await _provider.Journal.FinishAsync(_connection, transaction, [record], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private Task<DbTransaction> BeginAsync(CancellationToken cancellationToken) =>
        _provider.Connections.BeginAsync(_connection, _statements, blocked: null, cancellationToken);

    private async Task<Page?> FindPageAsync(string sql, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, transaction);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var row = new object[reader.FieldCount];
        reader.GetValues(row);
        return ToPage(row);
    }

    private Page ToPage(IReadOnlyList<object> row) =>
        new(Convert.ToInt32(row[0], CultureInfo.InvariantCulture), (string)row[1], KeySpelling.Of(_step.Batches.Key, row.Skip(2)));

    private async Task<object?> AskAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, transaction: null);

        return await command.ExecuteScalarAsync(cancellationToken) is { } answer and not DBNull ? answer : null;
    }

    // The settings come along with what they are for, as long as the transaction lasts.
    private DbCommand Command(string sql, DbTransaction? transaction)
    {
        var command = _connection.CreateCommand();
        Sql = sql;
        command.CommandText = transaction is null ? sql : string.Join(";\n", _settings.Append(sql));
        command.Transaction = transaction;

        return command;
    }
}
