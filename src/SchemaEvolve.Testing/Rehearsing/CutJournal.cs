using System.Data.Common;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Testing.Rehearsing;

/// <summary>Passes the points at which the journal is written, with which transactions end.</summary>
internal sealed class CutJournal(IJournal journal, Cut cut) : IJournal
{
    public Task<bool> HasStampAsync(DbConnection connection, string stamp, CancellationToken cancellationToken) =>
        journal.HasStampAsync(connection, stamp, cancellationToken);

    public Task TakeOverAsync(DbConnection connection, Actor actor, CancellationToken cancellationToken) => journal.TakeOverAsync(connection, actor, cancellationToken);

    public Task EnsureAsync(DbConnection connection, CancellationToken cancellationToken) => journal.EnsureAsync(connection, cancellationToken);

    public Task<History> ReadAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken) =>
        journal.ReadAsync(connection, transaction, cancellationToken);

    public async Task StartAsync(DbConnection connection, StepRecord record, CancellationToken cancellationToken)
    {
        await journal.StartAsync(connection, record, cancellationToken);
        cut.Pass("at the start of", record.Step.Description);
    }

    public Task FinishAsync(DbConnection connection, DbTransaction? transaction, IReadOnlyList<StepRecord> records, CancellationToken cancellationToken)
    {
        foreach (var record in records)
        {
            cut.Pass("at the end of", record.Step.Description);
        }

        return journal.FinishAsync(connection, transaction, records, cancellationToken);
    }

    public Task FailAsync(DbConnection connection, StepRecord record, Failure failure, CancellationToken cancellationToken) =>
        journal.FailAsync(connection, record, failure, cancellationToken);

    public Task BlockAsync(StepRecord record, Blockade blockade, CancellationToken cancellationToken) => journal.BlockAsync(record, blockade, cancellationToken);

    public Task NoteAsync(DbConnection connection, string kind, StepRecord record, Failure failure, CancellationToken cancellationToken) =>
        journal.NoteAsync(connection, kind, record, failure, cancellationToken);

    public Task<LastHeard?> ReadInProgressAsync(DbConnection connection, CancellationToken cancellationToken) => journal.ReadInProgressAsync(connection, cancellationToken);

    public Task StampAsync(DbConnection connection, DbTransaction? transaction, IReadOnlyList<string> stamps, Actor actor, CancellationToken cancellationToken) =>
        journal.StampAsync(connection, transaction, stamps, actor, cancellationToken);

    public Task StampLikeAsync(DbConnection connection, string known, string stamp, Actor actor, CancellationToken cancellationToken) =>
        journal.StampLikeAsync(connection, known, stamp, actor, cancellationToken);

    public Task RepairAsync(DbConnection connection, Decision decision, CancellationToken cancellationToken) => journal.RepairAsync(connection, decision, cancellationToken);

    public Task HoldAsync(DbConnection connection, Notice notice, CancellationToken cancellationToken) => journal.HoldAsync(connection, notice, cancellationToken);

    public Task SuppressAsync(DbConnection connection, Notice notice, CancellationToken cancellationToken) => journal.SuppressAsync(connection, notice, cancellationToken);

    public Task<IReadOnlyList<JournalEvent>> ReadEventsAsync(DbConnection connection, CancellationToken cancellationToken) =>
        journal.ReadEventsAsync(connection, cancellationToken);
}
