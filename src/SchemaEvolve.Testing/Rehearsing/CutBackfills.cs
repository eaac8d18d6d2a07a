using System.Data.Common;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Testing.Rehearsing;

/// <summary>Passes the points at which batches of a backfill end.</summary>
internal sealed class CutBackfills(IBackfills backfills, Cut cut) : IBackfills
{
    public Task<string?> ReadCursorAsync(DbConnection connection, BackfillStep step, CancellationToken cancellationToken) =>
        backfills.ReadCursorAsync(connection, step, cancellationToken);

    public async Task<BatchOutcome> AdvanceAsync(DbConnection connection, DbTransaction transaction, StepRecord record, Batch batch, CancellationToken cancellationToken)
    {
        var outcome = await backfills.AdvanceAsync(connection, transaction, record, batch, cancellationToken);
        cut.Pass("after a batch of", record.Step.Description);
        return outcome;
    }

    public Task QuarantineAsync(DbConnection connection, DbTransaction transaction, QuarantinedRow row, CancellationToken cancellationToken) =>
        backfills.QuarantineAsync(connection, transaction, row, cancellationToken);

    public Task ReleaseAsync(DbConnection connection, BackfillStep step, CancellationToken cancellationToken) => backfills.ReleaseAsync(connection, step, cancellationToken);

    public Task<IReadOnlyList<QuarantinedRow>> ReadQuarantineAsync(DbConnection connection, CancellationToken cancellationToken) =>
        backfills.ReadQuarantineAsync(connection, cancellationToken);
}
