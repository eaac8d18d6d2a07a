using System.Data.Common;
using Dapper;
using Npgsql;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Connecting;
using SchemaEvolve.PostgreSql.Locking;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>Remembers in a schema of its own what has been done to the database.</summary>
internal sealed class PostgreSqlJournal(JournalTables tables, JournalSql sql, Fence fence) : IJournal
{
    private readonly MetaTable _meta = new(tables);

    /// <summary>How its tables are made.</summary>
    public LayoutSql Layout { get; } = new(tables);

    /// <summary>What it writes.</summary>
    public JournalEntries Entries { get; } = new(sql);

    public async Task<bool> HasStampAsync(DbConnection connection, string stamp, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql.HasStamp, (NpgsqlConnection)connection) { Parameters = { Parameter.Text(stamp) } };
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken);
        }
        catch (PostgresException error) when (Faults.IsMissingTable(error.SqlState) || error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // Whoever may not read the journal is told so when it is to be read whole.
            return false;
        }
    }

    public async Task TakeOverAsync(DbConnection connection, Actor actor, CancellationToken cancellationToken)
    {
        if (await WithRightsAsync(connection, transaction: null, () => _meta.ReadVersionAsync(connection, transaction: null, cancellationToken), cancellationToken) is not { } version)
        {
            return;
        }

        if (version.IsOutdated)
        {
            await UpgradeAsync(connection, version, actor, cancellationToken);
        }

        // What rights are missing is told later, all at once, so nothing is written where there is nothing to say.
        if (await WithRightsAsync(connection, transaction: null, () => ReadInProgressAsync(connection, cancellationToken), cancellationToken) is not { Step.IsBlocked: true })
        {
            return;
        }

        NpgsqlBatchCommand stop = new(sql.StopBlocked)
        {
            Parameters = { Parameter.Text(actor.User), Parameter.Text(actor.Host), Parameter.Integer(actor.Process), Parameter.Text(actor.AppVersion) },
        };
        await fence.WriteAsync(connection, transaction: null, [stop], isRoutine: false, cancellationToken);
    }

    private async Task UpgradeAsync(DbConnection connection, JournalVersion older, Actor actor, CancellationToken cancellationToken)
    {
        NpgsqlBatchCommand note = new(sql.WriteUpgrade)
        {
            Parameters =
            {
                Parameter.Text(older.DescribeUpgrade()),
                Parameter.Text(actor.User),
                Parameter.Text(actor.Host),
                Parameter.Integer(actor.Process),
                Parameter.Text(actor.AppVersion),
            },
        };
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await fence.WriteAsync(connection, transaction, [.. Layout.Upgrade.Select(text => new NpgsqlBatchCommand(text)), note], isRoutine: false, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task EnsureAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (await _meta.IsThereAsync(connection, transaction: null, cancellationToken))
        {
            return;
        }

        await using var look = new NpgsqlCommand(Layout.HasSchema, (NpgsqlConnection)connection) { Parameters = { Parameter.Text(tables.Schema.Value) } };
        string[] creation = [.. await look.ExecuteScalarAsync(cancellationToken) is true ? [] : (string[])[Layout.CreateSchema], .. Layout.CreateTables];
        await fence.WriteAsync(connection, transaction: null, creation.Select(text => new NpgsqlBatchCommand(text)), isRoutine: false, cancellationToken);
    }

    public Task<History> ReadAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken) =>
        WithRightsAsync(connection, transaction, () => ReadWholeAsync(connection, transaction, cancellationToken), cancellationToken);

    private async Task<History> ReadWholeAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        if (await _meta.ReadVersionAsync(connection, transaction, cancellationToken) is not { } version)
        {
            return History.Empty;
        }

        var migrations = await connection.QueryAsync<MigrationRow>(version.IsOutdated ? sql.ReadFirstMigrations : sql.ReadMigrations, cancellationToken, transaction);
        var steps = (await connection.QueryAsync<StepRow>(sql.ReadSteps, cancellationToken, transaction)).ToLookup(step => step.Migration, step => step.ToEntry());

        return new([.. migrations.Select(migration => Entry(migration, steps[migration.Id]))]);
    }

    public Task StartAsync(DbConnection connection, StepRecord record, CancellationToken cancellationToken) =>
        WriteAsync(connection, transaction: null, Entries.Started(record), cancellationToken);

    public Task FinishAsync(DbConnection connection, DbTransaction? transaction, IReadOnlyList<StepRecord> records, CancellationToken cancellationToken) =>
        WriteAsync(connection, transaction, [.. records.SelectMany(Entries.Finished)], cancellationToken);

    public Task FailAsync(DbConnection connection, StepRecord record, Failure failure, CancellationToken cancellationToken) =>
        WriteAsync(connection, transaction: null, Entries.Failed(record, failure), cancellationToken);

    // Not as a matter of routine: what is prepared stays prepared, and this may be a connection that others use.
    public Task BlockAsync(StepRecord record, Blockade blockade, CancellationToken cancellationToken)
    {
        var failure = new Failure(blockade.Message, Sql: null, Code: null, Stack: null) { Blockers = blockade.Blockers };
        return fence.WriteAsync(
            blockade.Connection!,
            blockade.Transaction,
            [blockade.Waited is { } waited ? Entries.Event("unblocked", record with { Duration = waited }, failure) : Entries.Event("blocked", record, failure)],
            isRoutine: false,
            cancellationToken);
    }

    // This too may be a connection that others use.
    public Task NoteAsync(DbConnection connection, string kind, StepRecord record, Failure failure, CancellationToken cancellationToken) =>
        fence.WriteAsync(connection, transaction: null, [Entries.Event(kind, record, failure)], isRoutine: false, cancellationToken);

    public async Task<LastHeard?> ReadInProgressAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        return await _meta.ReadVersionAsync(connection, transaction: null, cancellationToken) is { IsOutdated: false }
            ? (await connection.QueryFirstOrDefaultAsync<InProgressRow>(sql.ReadInProgress, cancellationToken))?.ToLastHeard()
            : null;
    }

    public Task StampAsync(DbConnection connection, DbTransaction? transaction, IReadOnlyList<string> stamps, Actor actor, CancellationToken cancellationToken) =>
        WriteAsync(connection, transaction, Entries.Stamped(stamps, actor), cancellationToken);

    public async Task StampLikeAsync(DbConnection connection, string known, string stamp, Actor actor, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql.WriteStampLike, (NpgsqlConnection)connection)
        {
            Parameters = { Parameter.Text(known), Parameter.Text(stamp), Parameter.Text(actor.ToString()), Parameter.Text(actor.AppVersion) },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public Task RepairAsync(DbConnection connection, Decision decision, CancellationToken cancellationToken) =>
        WriteAsync(connection, transaction: null, [Entries.Repaired(decision)], cancellationToken);

    public Task HoldAsync(DbConnection connection, Notice notice, CancellationToken cancellationToken) =>
        WriteAsync(connection, transaction: null, [Entries.Held(notice)], cancellationToken);

    public Task SuppressAsync(DbConnection connection, Notice notice, CancellationToken cancellationToken) =>
        WriteAsync(connection, transaction: null, [Entries.Suppressed(notice)], cancellationToken);

    public async Task<IReadOnlyList<JournalEvent>> ReadEventsAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (await _meta.ReadVersionAsync(connection, transaction: null, cancellationToken) is not { } version)
        {
            return [];
        }

        return [.. (await connection.QueryAsync<EventRow>(version.IsOutdated ? sql.ReadFirstEvents : sql.ReadEvents, cancellationToken)).Select(row => row.ToEvent())];
    }

    private static MigrationEntry Entry(MigrationRow row, IEnumerable<StepEntry> steps) =>
        new(
            row.Id,
            row.Name,
            row.Begun,
            Words.ToMigrationState(row.State),
            row.Fingerprint,
            row.Definition,
            row.StartedAt,
            [.. steps.OrderBy(step => step.Phase).ThenBy(step => step.Number)])
        {
            Scope = row.Scope,
            Owner = row.Owner,
            Reason = row.Reason,
            AppVersion = row.AppVersion,
            IsBirth = row.IsBirth,
            MigratedAt = row.MigratedAt,
            ChangedAt = row.ChangedAt,
        };

    // The server complains of the first right that is missing. Whoever grants it wants to know of all.
    private async Task<T> WithRightsAsync<T>(DbConnection connection, DbTransaction? transaction, Func<Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read();
        }
        catch (PostgresException error) when (transaction is null && error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            await Rights.CheckAsync(connection, tables.Schema, needs: [], cancellationToken);
            throw;
        }
    }

    private Task WriteAsync(DbConnection connection, DbTransaction? transaction, IReadOnlyList<NpgsqlBatchCommand> commands, CancellationToken cancellationToken) =>
        fence.WriteAsync(connection, transaction, commands, isRoutine: true, cancellationToken);
}
