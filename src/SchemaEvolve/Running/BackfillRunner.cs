using System.Data;
using System.Data.Common;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Diagnostics;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>Brings the rows of a table up to date: takes a backfill up where it stands, and goes on batch by batch, whatever befalls one of them.</summary>
internal sealed class BackfillRunner
{
    private const int MostRows = 100_000;
    private const int MostValues = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly DatabaseProvider _provider;
    private readonly DbConnection _connection;
    private readonly Actor _actor;
    private readonly MigratorOptions _options;
    private readonly Herald _herald;
    private readonly BackfillStep _step;
    private readonly BatchRunner _batches;
    private readonly BatchSize _size;
    private readonly Courtesy _courtesy;
    private readonly long _began;
    private BackfillCursor _cursor;
    private Page? _page;

    public BackfillRunner(DatabaseProvider provider, DbConnection connection, Actor actor, MigratorOptions options, Herald herald, BackfillStep step)
    {
        (_provider, _connection, _actor, _options, _herald, _step) = (provider, connection, actor, options, herald, step);
        _batches = new(provider, connection, step);
        _size = new(options.Backfills.BatchTime, step.Code is { } code ? MostValues / code.Writes.Count : MostRows);
        _courtesy = new(provider, connection, step, options);
        _began = options.Clock.GetTimestamp();
        _cursor = new(Fingerprint.Of(step.Changes[0]), After: null, Through: null);
    }

    private StepRecord Record => new(_step, _actor, _options.Clock.GetElapsedTime(_began), _cursor.Written);

    /// <summary>Does the step.</summary>
    /// <returns>How many rows could not be converted.</returns>
    /// <exception cref="MigrationFailedException">A row cannot be converted, or the database refuses the statement.</exception>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        using var span = Spans.Backfill(_step, _provider, _connection);
        try
        {
            await _provider.Journal.StartAsync(_connection, Record, cancellationToken);
            await _batches.TryAsync(cancellationToken);
            await TakeUpAsync(cancellationToken);
            await FillAsync(cancellationToken);
            await _batches.FinishAsync(Record, cancellationToken);
            span?.SetTag(Tags.Rows, _cursor.Rows).SetTag(Tags.RowsWritten, _cursor.Written).SetTag(Tags.RowsQuarantined, _cursor.Quarantined);
            return _cursor.Quarantined;
        }
        catch (Exception error) when (error is not (OperationCanceledException or MigrationException))
        {
            span.Fail(error, Explain(error));
            throw Failed(Spell(error), error);
        }
    }

    private async Task TakeUpAsync(CancellationToken cancellationToken)
    {
        if (BackfillCursor.Read(await _provider.Backfills.ReadCursorAsync(_connection, _step, cancellationToken)) is { } left && left.Of == _cursor.Of)
        {
            _cursor = left;
            _options.Logger.BackfillResumed(_step.Migration.Label, _step.Batches.Table, left.Rows);
            return;
        }

        await _provider.Backfills.ReleaseAsync(_connection, _step, cancellationToken);
        _cursor = _cursor with { Through = await _batches.FindEndAsync(cancellationToken) };
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        var estimated = await _batches.EstimateAsync(cancellationToken);
        _cursor = _cursor with { Estimated = estimated };
        var news = new BackfillNews(_step, _cursor, estimated, _options, _herald);
        var upkeep = new Upkeep(_provider, _connection, _step, estimated, _options);
        news.Tell(_cursor);
        for (var isFirst = true; _cursor.Through is not null; isFirst = false)
        {
            await _courtesy.WaitAsync(isFirst, cancellationToken);
            var written = _cursor.Written;
            if (!await PatientlyAsync(FillPageAsync, cancellationToken))
            {
                break;
            }

            news.Tell(_cursor);
            await upkeep.HearAsync(_cursor.Written - written, cancellationToken);
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

                    _herald.StepRetried(_step, tries, error, fault);
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
                    await QuarantineAsync(page, fault?.ToString() ?? error.Message, Discretion.Of(error, fault), cancellationToken);
                    return true;
                }

                _page = null;
            }
        }
    }

    private async Task<bool> FillPageAsync(CancellationToken cancellationToken)
    {
        _page ??= await _batches.FindPageAsync(_cursor, _size.Rows, cancellationToken);
        if (_page is not { } page)
        {
            return false;
        }

        var began = _options.Clock.GetTimestamp();
        var after = Behind(page);
        var (written, next) = await _batches.FillAsync(page, _cursor, after, _size.Rows, Record, cancellationToken);
        _cursor = after with { Written = after.Written + written };
        _page = next;
        var elapsed = _options.Clock.GetElapsedTime(began);
        _size.Learn(page.Rows, elapsed);
        _herald.BatchEnded(_step, page.Rows, elapsed);
        return true;
    }

    private async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        var written = await _batches.SweepAsync(_cursor, Record, cancellationToken);
        _cursor = _cursor with { Rows = Math.Max(_cursor.Rows, written), Written = _cursor.Written + written };
        return true;
    }

    private async Task QuarantineAsync(Page page, string error, string told, CancellationToken cancellationToken)
    {
        var after = Behind(page) with { Quarantined = _cursor.Quarantined + 1 };
        QuarantinedRow row = new(_step.Migration.Id, _step.Entry.Number, _step.Batches.Table.ToString(), page.Key, error);
        await _batches.QuarantineAsync(row, after, Record, cancellationToken);
        _options.Logger.RowQuarantined(_step.Migration.Label, page.Key, _step.Batches.Table, told);
        (_cursor, _page) = (after, null);
    }

    private BackfillCursor Behind(Page page) => _cursor with { After = page.Through, Rows = _cursor.Rows + page.Rows };

    private Fault? Explain(Exception error) => error is DbException database ? _provider.Connections.Explain(database) : null;

    private string Spell(Exception error) => Explain(error) is { } fault
        ? $"The database answered {fault}\nThe statement was:\n{Refused(error)}"
        : $"{error.GetType().Name}: {error.Message}";

    private MigrationFailedException Failed(string reason, Exception error) => new(_step, reason, "What is filled stays, and the next start goes on behind it.", error)
    {
        Sql = error is DbException ? Refused(error) : null,
        Fault = Explain(error),
    };

    // Of statements that were sent together, the driver tells which one it was.
    private string Refused(Exception error) => (error as DbException)?.BatchCommand?.CommandText ?? _batches.Sql;

    private static TimeSpan Wait(int tries) => ShortestWait * tries < LongestWait ? ShortestWait * tries : LongestWait;
}
