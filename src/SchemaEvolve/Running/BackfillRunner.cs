using System.Data;
using System.Data.Common;
using System.Globalization;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Diagnostics;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>Brings the rows of a table up to date batch by batch. Each is one transaction, together with how far it has come.</summary>
internal sealed class BackfillRunner
{
    private const int MostRows = 100_000;
    private const int MostValues = 10_000;
    private const int FullPaceFactor = 10;

    // So much of a table is left behind as dead rows before it is worth looking for them.
    private const double UpkeepShare = 0.07;
    private const long UpkeepRows = 50_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly DatabaseProvider _provider;
    private readonly DbConnection _connection;
    private readonly Actor _actor;
    private readonly MigratorOptions _options;
    private readonly BackfillStep _step;
    private readonly Keyset _keyset;
    private readonly BatchSize _size;
    private readonly Courtesy _courtesy;
    private readonly Statement[] _statements;
    private readonly long _began;
    private BackfillCursor _cursor;
    private Page? _page;
    private string _sql = "";
    private long _writtenSinceUpkeep;
    private bool _keepsUp = true;

    public BackfillRunner(DatabaseProvider provider, DbConnection connection, Actor actor, MigratorOptions options, BackfillStep step)
    {
        var target = options.Backfills.TargetBatchTime * (options.Backfills.Pace == Pace.Full ? FullPaceFactor : 1);
        (_provider, _connection, _actor, _options, _step) = (provider, connection, actor, options, step);
        _keyset = new(step.Batches, provider.Engine);
        _size = new(target, step.Code is { } code ? MostValues / code.Writes.Count : MostRows);
        _courtesy = new(provider, connection, step, options);
        _statements = [Statement.Run(step.Batches.Update) with { Impacts = [new(step.Batches.Table, TableLock.RowExclusive)] }];
        _began = options.Clock.GetTimestamp();
        _cursor = new(Fingerprint.Of(step.Changes[0]), After: null, Through: null);
    }

    private StepRecord Record => new(_step, _actor, _options.Clock.GetElapsedTime(_began), _cursor.Written);

    /// <summary>Does the step.</summary>
    /// <returns>How many rows could not be converted.</returns>
    /// <exception cref="MigrationFailedException">A row cannot be converted, or the database refuses the statement.</exception>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _provider.Journal.StartAsync(_connection, Record, cancellationToken);
            await TryAsync(cancellationToken);
            await TakeUpAsync(cancellationToken);
            await FillAsync(cancellationToken);
            await FinishAsync(cancellationToken);
            return _cursor.Quarantined;
        }
        catch (Exception error) when (error is not (OperationCanceledException or MigrationException))
        {
            throw Failed(Spell(error), error);
        }
    }

    // What the database does not understand is no fault of a row, and is better known before the first one.
    private async Task TryAsync(CancellationToken cancellationToken)
    {
        if (_step.Code is not null)
        {
            return;
        }

        await using var transaction = await BeginAsync(cancellationToken);
        await ExecuteAsync(_keyset.Trial, transaction, cancellationToken);
    }

    private async Task TakeUpAsync(CancellationToken cancellationToken)
    {
        if (BackfillCursor.Read(await _provider.Journal.ReadCursorAsync(_connection, _step, cancellationToken)) is { } left && left.Of == _cursor.Of)
        {
            _cursor = left;
            _options.Logger.BackfillResumed(_step.Migration.Label, _step.Batches.Table, left.Rows);
            return;
        }

        await _provider.Journal.ReleaseAsync(_connection, _step, cancellationToken);
        if (_step.Batches.Key.Count > 0)
        {
            _cursor = _cursor with { Through = await AskAsync(_keyset.End, cancellationToken) as string };
        }
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        var estimated = Convert.ToInt64(await AskAsync(_step.Batches.Estimate.For(_provider.Engine), cancellationToken) ?? 0L, CultureInfo.InvariantCulture);
        var news = new BackfillNews(_step, _cursor, estimated, _options);
        news.Tell(_cursor);
        for (var isFirst = true; _cursor.Through is not null; isFirst = false)
        {
            await _courtesy.WaitAsync(isFirst, cancellationToken);
            if (!await PatientlyAsync(FillPageAsync, cancellationToken))
            {
                break;
            }

            news.Tell(_cursor);
            await KeepUpAsync(estimated, cancellationToken);
        }

        if (_step.Batches.Sweeps)
        {
            await PatientlyAsync(SweepAsync, cancellationToken);
        }

        news.TellEnd(_cursor);
    }

    // A batch that fails is tried again: later if others were in the way, with half of its rows if one of them may be to blame.
    private async Task<bool> PatientlyAsync(Func<CancellationToken, Task<bool>> fill, CancellationToken cancellationToken)
    {
        var began = _options.Clock.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            _page = null;
            try
            {
                return await fill(cancellationToken);
            }
            catch (Exception error) when (error is not (OperationCanceledException or MigrationException or CatalogException) && _connection.State == ConnectionState.Open)
            {
                var fault = Explain(error);
                if (fault is { IsContention: true } or { IsTransient: true })
                {
                    if (_options.Clock.GetElapsedTime(began) >= Patience)
                    {
                        throw;
                    }

                    _options.Logger.Retrying(_step.Migration.Label, tries, error.Message);
                    _size.Halve(_size.Rows);
                    await Task.Delay(Wait(tries), _options.Clock, cancellationToken);
                }
                else if (_page is not { } page || fault is { IsAboutRow: false })
                {
                    throw;
                }
                else if (page.Rows > 1)
                {
                    _size.Halve(page.Rows);
                }
                else if (_options.Backfills.OnRowError == RowErrors.Fail)
                {
                    throw Failed($"The row with {page.Key} cannot be filled: {Spell(error)}\nCorrect the row, or set OnRowError of Backfills to Quarantine.", error);
                }
                else
                {
                    await QuarantineAsync(page, fault?.ToString() ?? error.Message, cancellationToken);
                    return true;
                }
            }
        }
    }

    private async Task<bool> FillPageAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await BeginAsync(cancellationToken);
        var began = _options.Clock.GetTimestamp();
        if (await FindPageAsync(transaction, cancellationToken) is not { } page)
        {
            return false;
        }

        _page = page;
        var written = _step.Code is { } code
            ? await ConvertAsync(code, page, transaction, cancellationToken)
            : await ExecuteAsync(_keyset.Update(_cursor, page.Through), transaction, cancellationToken);
        await AdvanceAsync(Behind(page) with { Written = _cursor.Written + written }, transaction, cancellationToken);
        _size.Learn(page.Rows, _options.Clock.GetElapsedTime(began));
        _writtenSinceUpkeep += written;
        return true;
    }

    private async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await BeginAsync(cancellationToken);
        var written = await ExecuteAsync(_keyset.Sweep, transaction, cancellationToken);
        await AdvanceAsync(_cursor with { Rows = Math.Max(_cursor.Rows, written), Written = _cursor.Written + written }, transaction, cancellationToken);
        return true;
    }

    private async Task QuarantineAsync(Page page, string error, CancellationToken cancellationToken)
    {
        await using var transaction = await BeginAsync(cancellationToken);
        QuarantinedRow row = new(_step.Migration.Id, _step.Entry.Number, _step.Batches.Table.ToString(), page.Key, error);
        await _provider.Journal.QuarantineAsync(_connection, transaction, row, cancellationToken);
        await AdvanceAsync(Behind(page) with { Quarantined = _cursor.Quarantined + 1 }, transaction, cancellationToken);
        _options.Logger.RowQuarantined(_step.Migration.Label, page.Key, _step.Batches.Table, error);
    }

    private BackfillCursor Behind(Page page) => _cursor with { After = page.Through, Rows = _cursor.Rows + page.Rows };

    private async Task AdvanceAsync(BackfillCursor cursor, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await _provider.Journal.AdvanceAsync(_connection, transaction, Record with { Rows = cursor.Written }, cursor.ToJson(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _cursor = cursor;
    }

    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await _provider.Connections.BeginAsync(_connection, _statements, blocked: null, cancellationToken);
        await _provider.Journal.FinishAsync(_connection, transaction, Record, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    // To count rows takes longer than to pass over them, so only the last ones are counted.
    private async Task<Page?> FindPageAsync(DbTransaction transaction, CancellationToken cancellationToken) =>
        await FindPageAsync(_keyset.FullPage(_cursor, _size.Rows), transaction, cancellationToken)
        ?? await FindPageAsync(_keyset.LastPage(_cursor, _size.Rows), transaction, cancellationToken);

    private async Task<Page?> FindPageAsync(string sql, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, transaction);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);

        return await reader.ReadAsync(cancellationToken)
            ? new(Convert.ToInt32(reader.GetValue(0), CultureInfo.InvariantCulture), reader.GetString(1), Spell(reader, from: 2))
            : null;
    }

    private async Task<long> ConvertAsync(Changes.BackfillByCode code, Page page, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var rows = await ReadAsync(code, page, transaction, cancellationToken);
        if (rows.Count > 0)
        {
            await code.Convert(new([.. rows.Select(row => row.Row)], _connection, transaction), cancellationToken);
        }

        var set = rows.Where(row => row.Row.IsSet).ToList();
        if (set.Count == 0)
        {
            return 0;
        }

        await using var command = Command("", transaction);
        command.CommandText = _sql = _keyset.Write(
            set.Select(row => row.Literals.Concat(code.Writes.Select(column => Bind(command, row.Row[column])))),
            _step.Batches.Key.Count + code.Writes.Count);

        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<List<(IReadOnlyList<string> Literals, BackfillRow Row)>> ReadAsync(
        Changes.BackfillByCode code,
        Page page,
        DbTransaction transaction,
        CancellationToken cancellationToken)
    {
        var keys = _step.Batches.Key.Count;
        var places = code.Columns.Select((column, place) => (column, place)).ToDictionary(pair => pair.column, pair => pair.place);
        var written = code.Writes.ToHashSet();
        var rows = new List<(IReadOnlyList<string>, BackfillRow)>(page.Rows);
        await using var command = Command(_keyset.Read(_cursor, page.Through), transaction);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            object?[] values = [.. Enumerable.Range(2 * keys, code.Columns.Count).Select(place => reader.IsDBNull(place) ? null : reader.GetValue(place))];
            rows.Add(([.. Enumerable.Range(0, keys).Select(reader.GetString)], new(places, written, values, Spell(reader, from: keys))));
        }

        return rows;
    }

    private static string Bind(DbCommand command, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = FormattableString.Invariant($"@p{command.Parameters.Count}");
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);

        return parameter.ParameterName;
    }

    private async Task KeepUpAsync(long estimated, CancellationToken cancellationToken)
    {
        if (_step.Batches.Upkeep is not { } upkeep || !_keepsUp || _writtenSinceUpkeep < Math.Max(UpkeepRows, estimated * UpkeepShare))
        {
            return;
        }

        _writtenSinceUpkeep = 0;
        try
        {
            await ExecuteAsync(upkeep.For(_provider.Engine), transaction: null, cancellationToken);
        }
        catch (DbException error) when (_connection.State == ConnectionState.Open)
        {
            _keepsUp = false;
            _options.Logger.UpkeepFailed(_step.Migration.Label, _step.Batches.Table, error.Message);
        }
    }

    private async Task<DbTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        var transaction = await _provider.Connections.BeginAsync(_connection, _statements, blocked: null, cancellationToken);
        if (_step.Batches.Settings is { Count: > 0 } settings)
        {
            await ExecuteAsync(string.Join(";\n", settings.Select(setting => setting.For(_provider.Engine))), transaction, cancellationToken);
        }

        return transaction;
    }

    private async Task<int> ExecuteAsync(string sql, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, transaction);

        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<object?> AskAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, transaction: null);

        return await command.ExecuteScalarAsync(cancellationToken) is { } answer and not DBNull ? answer : null;
    }

    private DbCommand Command(string sql, DbTransaction? transaction)
    {
        var command = _connection.CreateCommand();
        command.CommandText = _sql = sql;
        command.Transaction = transaction;

        return command;
    }

    private string Spell(DbDataReader reader, int from) => string.Join(
        ", ",
        _step.Batches.Key.Select((part, place) => $"{part.Column} = {Convert.ToString(reader.GetValue(from + place), CultureInfo.InvariantCulture)}"));

    private Fault? Explain(Exception error) => error is DbException database ? _provider.Connections.Explain(database) : null;

    private string Spell(Exception error) => Explain(error) is { } fault
        ? $"The database answered {fault}\nThe statement was:\n{_sql}"
        : $"{error.GetType().Name}: {error.Message}";

    private MigrationFailedException Failed(string reason, Exception error) => new(_step, reason, "What is filled stays, and the next start goes on behind it.", error)
    {
        Sql = error is DbException ? _sql : null,
        Fault = Explain(error),
    };

    private static TimeSpan Wait(int tries) => ShortestWait * tries < LongestWait ? ShortestWait * tries : LongestWait;

    /// <summary>The rows of a batch.</summary>
    /// <param name="Rows">How many they are.</param>
    /// <param name="Through">The key of the last of them, as a cursor.</param>
    /// <param name="Key">The key of the last of them, as people read it.</param>
    private sealed record Page(int Rows, string Through, string Key);
}
