using System.Data.Common;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Providers;

/// <summary>Remembers in the tables of the journal how far backfills have come, and which rows they could not convert.</summary>
public interface IBackfills
{
    /// <summary>How far a backfill had come when it was last heard of, or <see langword="null"/> if it was not begun, or is done.</summary>
    Task<string?> ReadCursorAsync(DbConnection connection, BackfillStep step, CancellationToken cancellationToken);

    /// <summary>Does what a batch of a backfill still has to do, notes how far the backfill has come, and commits, in as few round trips as the driver can.</summary>
    Task<BatchOutcome> AdvanceAsync(DbConnection connection, DbTransaction transaction, StepRecord record, Batch batch, CancellationToken cancellationToken);

    /// <summary>Notes a row that a backfill cannot convert, in the transaction in which it goes on behind it.</summary>
    Task QuarantineAsync(DbConnection connection, DbTransaction transaction, QuarantinedRow row, CancellationToken cancellationToken);

    /// <summary>Forgets the rows that a backfill could not convert, because it begins anew.</summary>
    Task ReleaseAsync(DbConnection connection, BackfillStep step, CancellationToken cancellationToken);

    /// <summary>The rows that backfills could not convert.</summary>
    Task<IReadOnlyList<QuarantinedRow>> ReadQuarantineAsync(DbConnection connection, CancellationToken cancellationToken);
}
