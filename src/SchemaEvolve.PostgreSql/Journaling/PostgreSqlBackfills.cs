using System.Data.Common;
using Dapper;
using Npgsql;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Locking;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>Keeps in the schema of the journal how far backfills have come.</summary>
internal sealed class PostgreSqlBackfills(JournalTables tables, Fence fence) : IBackfills
{
    private readonly BackfillSql _sql = new(tables);

    public async Task<string?> ReadCursorAsync(DbConnection connection, BackfillStep step, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(_sql.ReadCursor, (NpgsqlConnection)connection)
        {
            Parameters = { Parameter.Bigint(step.Migration.Id), Parameter.Text(Words.Of(step.Entry.Phase)), Parameter.Integer(step.Entry.Number) },
        };

        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    public async Task<BatchOutcome> AdvanceAsync(DbConnection connection, DbTransaction transaction, StepRecord record, Batch batch, CancellationToken cancellationToken)
    {
        NpgsqlBatchCommand[] statements = [.. batch.Statements.Select(statement => new NpgsqlBatchCommand(statement))];
        var next = await fence.CommitAsync(
            connection,
            transaction,
            [.. statements, Advanced(record, batch.Cursor), .. batch.Next is { } query ? [new NpgsqlBatchCommand(query)] : (NpgsqlBatchCommand[])[]],
            cancellationToken);

        return new(statements is [.., var last] ? last.RecordsAffected : 0, next);
    }

    public Task QuarantineAsync(DbConnection connection, DbTransaction transaction, QuarantinedRow row, CancellationToken cancellationToken)
    {
        NpgsqlBatchCommand write = new(_sql.WriteQuarantine)
        {
            Parameters =
            {
                Parameter.Bigint(row.Migration),
                Parameter.Integer(row.Number),
                Parameter.Text(row.Table),
                Parameter.Text(row.Key),
                Parameter.Text(row.Error),
            },
        };
        return fence.WriteAsync(connection, transaction, [new(_sql.CreateQuarantine), write], isRoutine: false, cancellationToken);
    }

    public async Task ReleaseAsync(DbConnection connection, BackfillStep step, CancellationToken cancellationToken)
    {
        if (!await HasQuarantineAsync(connection, cancellationToken))
        {
            return;
        }

        NpgsqlBatchCommand forget = new(_sql.ForgetQuarantine)
        {
            Parameters = { Parameter.Bigint(step.Migration.Id), Parameter.Integer(step.Entry.Number), Parameter.Text(step.Batches.Table.ToString()) },
        };
        await fence.WriteAsync(connection, transaction: null, [forget], isRoutine: false, cancellationToken);
    }

    public async Task<IReadOnlyList<QuarantinedRow>> ReadQuarantineAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await HasQuarantineAsync(connection, cancellationToken)
            ? [.. (await connection.QueryAsync<QuarantineRow>(_sql.ReadQuarantine, cancellationToken)).Select(row => row.ToRow())]
            : [];

    /// <summary>What notes how far a backfill has come.</summary>
    public NpgsqlBatchCommand Advanced(StepRecord record, string cursor)
    {
        var entry = ((BackfillStep)record.Step).Entry;
        return new(_sql.WriteCursor)
        {
            Parameters =
            {
                Parameter.Bigint(record.Step.Migration.Id),
                Parameter.Text(Words.Of(entry.Phase)),
                Parameter.Integer(entry.Number),
                Parameter.Text(entry.Fingerprint),
                Parameter.Text(entry.Description),
                Parameter.Cursor(cursor),
                Parameter.Rows(record.Rows),
                Parameter.Duration(record.Duration),
            },
        };
    }

    private Task<bool> HasQuarantineAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<bool>(_sql.HasQuarantine, cancellationToken);
}
