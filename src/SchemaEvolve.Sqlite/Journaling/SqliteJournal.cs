using System.Data.Common;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

[module: DapperAot]

namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>Keeps the journal in tables of the database itself, whose names begin with <c>schema_evolve_</c>.</summary>
internal sealed class SqliteJournal : IJournal
{
    public async Task<bool> HasStampAsync(DbConnection connection, string stamp, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = JournalSql.HasStamp;
        command.Parameters.Add(new SqliteParameter("@key", JournalSql.KeyOf(stamp)));
        try
        {
            return await command.ExecuteScalarAsync(cancellationToken) is not null;
        }
        catch (SqliteException error) when (MetaTable.IsMissing(error))
        {
            return false;
        }
    }

    public async Task TakeOverAsync(DbConnection connection, Actor actor, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (await MetaTable.ReadVersionAsync(connection, transaction: null) is not { IsOutdated: true } older)
        {
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await connection.ExecuteScalarAsync<long>(LayoutSql.HasMigratedAt, transaction: transaction) == 0)
        {
            await connection.ExecuteAsync(LayoutSql.AddMigratedAt, transaction: transaction);
        }

        await connection.ExecuteAsync(LayoutSql.Create, transaction: transaction);
        await WriteVersionAsync(connection, transaction);
        await connection.ExecuteAsync(
            JournalSql.NoteUpgrade,
            new { description = older.DescribeUpgrade(), user = actor.User, host = actor.Host, process = actor.Process, appVersion = actor.AppVersion },
            transaction);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task EnsureAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (await MetaTable.ReadVersionAsync(connection, transaction: null) is not null)
        {
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(LayoutSql.Create, transaction: transaction);
        await WriteVersionAsync(connection, transaction);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<History> ReadAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (await MetaTable.ReadVersionAsync(connection, transaction) is not { } version)
        {
            return History.Empty;
        }

        var steps = (await connection.QueryAsync<StepRow>(JournalSql.Steps, transaction: transaction)).ToLookup(row => row.Migration);
        var migrations = await connection.QueryAsync<MigrationRow>(version.IsOutdated ? JournalSql.FirstMigrations : JournalSql.Migrations, transaction: transaction);
        return new([.. migrations.Select(row => row.ToEntry(steps[row.Id]))]);
    }

    public Task StartAsync(DbConnection connection, StepRecord record, CancellationToken cancellationToken) => record.Step.IsReversal
        ? WriteAsync(connection, JournalSql.StartReverting, JournalEntry.Reverting(record), cancellationToken)
        : WriteAsync(connection, JournalSql.Start, JournalEntry.Started(record), cancellationToken);

    public async Task FinishAsync(DbConnection connection, DbTransaction? transaction, IReadOnlyList<StepRecord> records, CancellationToken cancellationToken)
    {
        if (transaction is null)
        {
            await using var own = await connection.BeginTransactionAsync(cancellationToken);
            await FinishAsync(connection, own, records, cancellationToken);
            await own.CommitAsync(cancellationToken);
            return;
        }

        foreach (var record in records)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await FinishAsync(connection, transaction, record, cancellationToken);
        }
    }

    /// <summary>Whether a step takes away what older releases may still use, so that their next start has to look again.</summary>
    public static bool Outdates(StepRecord record) => record.Step.Reaches == MigrationState.Contracted;

    public Task FailAsync(DbConnection connection, StepRecord record, Failure failure, CancellationToken cancellationToken) =>
        WriteAsync(connection, record.Step.IsReversal ? JournalSql.Note : JournalSql.Fail, JournalEntry.Failed(record, failure), cancellationToken);

    public Task BlockAsync(StepRecord record, Blockade blockade, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return blockade.Connection!.ExecuteAsync(JournalSql.Note, new { entry = JournalEntry.Blocked(record, blockade).ToJson() }, blockade.Transaction);
    }

    public Task NoteAsync(DbConnection connection, string kind, StepRecord record, Failure failure, CancellationToken cancellationToken) =>
        WriteAsync(connection, JournalSql.Note, JournalEntry.Noted(kind, record, failure), cancellationToken);

    // As long as others are in the way of a step, nothing can be written, so that is known in its own process only.
    public async Task<LastHeard?> ReadInProgressAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        return await MetaTable.ReadVersionAsync(connection, transaction: null) is null
            ? null
            : (await connection.QueryFirstOrDefaultAsync<InProgressRow>(JournalSql.InProgress))?.ToLastHeard();
    }

    public async Task StampAsync(DbConnection connection, DbTransaction? transaction, IReadOnlyList<string> stamps, Actor actor, CancellationToken cancellationToken)
    {
        foreach (var stamp in stamps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await connection.ExecuteAsync(JournalSql.Stamp, new { key = JournalSql.KeyOf(stamp), actor = actor.ToString() }, transaction);
        }
    }

    public async Task StampLikeAsync(DbConnection connection, string known, string stamp, Actor actor, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await connection.ExecuteAsync(
            JournalSql.StampLike,
            new { known = JournalSql.KeyOf(known), key = JournalSql.KeyOf(stamp), actor = actor.ToString() },
            commandTimeout: 1);
    }

    public async Task RepairAsync(DbConnection connection, Decision decision, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await TellAsync(connection, transaction, JournalSql.Repair, new(decision.Migration, decision.Name, decision.Describe("Repaired"), decision.Actor), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public Task HoldAsync(DbConnection connection, Notice notice, CancellationToken cancellationToken) =>
        TellAsync(connection, transaction: null, JournalSql.Hold, notice, cancellationToken);

    public Task SuppressAsync(DbConnection connection, Notice notice, CancellationToken cancellationToken) =>
        TellAsync(connection, transaction: null, JournalSql.Suppress, notice, cancellationToken);

    public async Task<IReadOnlyList<JournalEvent>> ReadEventsAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await MetaTable.ReadVersionAsync(connection, transaction: null) is null
            ? []
            : [.. (await connection.QueryAsync<EventRow>(JournalSql.Events)).Select(row => row.ToEvent())];
    }

    private static async Task FinishAsync(DbConnection connection, DbTransaction transaction, StepRecord record, CancellationToken cancellationToken)
    {
        if (record.Step.IsReversal)
        {
            await connection.ExecuteAsync(JournalSql.Revert, new { entry = JournalEntry.Reverted(record).ToJson() }, transaction);
            return;
        }

        await PreparedFinish.On(connection).ExecuteAsync(transaction, JournalEntry.Finished(record), cancellationToken);

        if (Outdates(record))
        {
            await connection.ExecuteAsync(JournalSql.Unstamp, transaction: transaction);
        }
    }

    private static async Task WriteVersionAsync(DbConnection connection, DbTransaction transaction)
    {
        var (format, layout, release) = JournalVersion.Current;

        await connection.ExecuteAsync(
            LayoutSql.WriteVersion,
            new { format = format.ToString(CultureInfo.InvariantCulture), layout = layout.ToString(CultureInfo.InvariantCulture), release },
            transaction);
    }

    private static async Task TellAsync(DbConnection connection, DbTransaction? transaction, string sql, Notice notice, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await connection.ExecuteAsync(
            sql,
            new
            {
                migration = notice.Migration,
                name = notice.Name,
                description = notice.Text,
                user = notice.Actor.User,
                host = notice.Actor.Host,
                process = notice.Actor.Process,
                appVersion = notice.Actor.AppVersion,
            },
            transaction);
    }

    private static async Task WriteAsync(DbConnection connection, string sql, JournalEntry entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(sql, new { entry = entry.ToJson() }, transaction);
        await transaction.CommitAsync(cancellationToken);
    }
}
