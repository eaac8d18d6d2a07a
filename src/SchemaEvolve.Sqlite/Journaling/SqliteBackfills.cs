using System.Data.Common;
using Dapper;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>Keeps in the tables of the journal how far backfills have come.</summary>
internal sealed class SqliteBackfills : IBackfills
{
    public async Task<string?> ReadCursorAsync(DbConnection connection, BackfillStep step, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await connection.QueryFirstOrDefaultAsync<string?>(
            BackfillSql.ReadCursor,
            new { migration = step.Migration.Id, phase = JournalEntry.Word(step.Entry.Phase), number = step.Entry.Number });
    }

    public async Task<BatchOutcome> AdvanceAsync(DbConnection connection, DbTransaction transaction, StepRecord record, Batch batch, CancellationToken cancellationToken)
    {
        var written = 0;
        foreach (var statement in batch.Statements)
        {
            await using var command = Command(connection, transaction, statement);
            written = await command.ExecuteNonQueryAsync(cancellationToken);
        }

        var entry = ((BackfillStep)record.Step).Entry;
        await connection.ExecuteAsync(
            BackfillSql.WriteCursor,
            new
            {
                migration = record.Step.Migration.Id,
                phase = JournalEntry.Word(entry.Phase),
                number = entry.Number,
                fingerprint = entry.Fingerprint,
                description = entry.Description,
                cursor = batch.Cursor,
                rows = record.Rows,
            },
            transaction);
        var next = batch.Next is { } query ? await FindAsync(connection, transaction, query, cancellationToken) : null;
        await transaction.CommitAsync(cancellationToken);

        return new(written, next);
    }

    public async Task QuarantineAsync(DbConnection connection, DbTransaction transaction, QuarantinedRow row, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await connection.ExecuteAsync(
            BackfillSql.WriteQuarantine,
            new { migration = row.Migration, number = row.Number, table = row.Table, key = row.Key, error = row.Error },
            transaction);
    }

    public async Task ReleaseAsync(DbConnection connection, BackfillStep step, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (await HasQuarantineAsync(connection))
        {
            await connection.ExecuteAsync(
                BackfillSql.ForgetQuarantine,
                new { migration = step.Migration.Id, number = step.Entry.Number, table = step.Batches.Table.ToString() });
        }
    }

    public async Task<IReadOnlyList<QuarantinedRow>> ReadQuarantineAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await HasQuarantineAsync(connection)
            ? [.. (await connection.QueryAsync<QuarantineRow>(BackfillSql.ReadQuarantine)).Select(row => row.ToRow())]
            : [];
    }

    private static async Task<IReadOnlyList<object>?> FindAsync(DbConnection connection, DbTransaction transaction, string query, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, transaction, query);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var row = new object[reader.FieldCount];
        reader.GetValues(row);
        return row;
    }

    private static DbCommand Command(DbConnection connection, DbTransaction transaction, string sql)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;

        return command;
    }

    private static async Task<bool> HasQuarantineAsync(DbConnection connection) => await connection.ExecuteScalarAsync<long>(BackfillSql.HasQuarantine) > 0;
}
