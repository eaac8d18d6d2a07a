using SchemaEvolve.Diagnostics;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Running;

/// <summary>Tells now and then how far a backfill has come.</summary>
/// <param name="step">The step.</param>
/// <param name="begin">Where this run took it up.</param>
/// <param name="estimated">How many rows there are in all, about.</param>
/// <param name="options">How.</param>
/// <param name="herald">Tells it.</param>
internal sealed class BackfillNews(BackfillStep step, BackfillCursor begin, long estimated, MigratorOptions options, Herald herald)
{
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenLogs = TimeSpan.FromSeconds(5);

    private readonly long _began = options.Clock.GetTimestamp();
    private TimeSpan _nextReport;
    private TimeSpan _nextLog = BetweenLogs;
    private double _percent;

    public void Tell(BackfillCursor cursor)
    {
        var elapsed = options.Clock.GetElapsedTime(_began);
        if (elapsed < _nextReport)
        {
            return;
        }

        _nextReport = elapsed + BetweenReports;
        _percent = Math.Max(_percent, cursor.Percent ?? 0);
        var rate = Rate(cursor, elapsed);
        TimeSpan? left = rate > 0 ? TimeSpan.FromSeconds(Math.Max(0, estimated - cursor.Rows) / rate) : null;
        herald.BackfillAdvanced(new(step, cursor.Rows, Math.Max(estimated, cursor.Rows), _percent, rate, left, cursor.Quarantined));
        if (elapsed >= _nextLog)
        {
            _nextLog = elapsed + BetweenLogs;
            options.Logger.BackfillGoesOn(step.Migration.Label, step.Batches.Table, cursor.Rows, Math.Max(estimated, cursor.Rows), _percent, rate, left);
        }
    }

    public void TellEnd(BackfillCursor cursor)
    {
        var elapsed = options.Clock.GetElapsedTime(_began);
        herald.BackfillAdvanced(new(step, cursor.Rows, cursor.Rows, 100, Rate(cursor, elapsed), TimeSpan.Zero, cursor.Quarantined));
        options.Logger.BackfillDone(step.Migration.Label, step.Batches.Table, cursor.Rows, cursor.Written, elapsed);
        if (cursor.Quarantined > 0)
        {
            options.Logger.RowsQuarantined(step.Migration.Label, cursor.Quarantined, step.Batches.Table);
        }
    }

    private double Rate(BackfillCursor cursor, TimeSpan elapsed) => elapsed > TimeSpan.Zero ? (cursor.Rows - begin.Rows) / elapsed.TotalSeconds : 0;
}
