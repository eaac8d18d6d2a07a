using System.Data.Common;
using Dapper;
using Npgsql;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Connecting;
using SchemaEvolve.PostgreSql.Locking;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>Remembers in a schema of its own what has been done to the database.</summary>
internal sealed partial class PostgreSqlJournal(JournalTables tables, JournalSql sql, Fence fence) : IJournal
{
    private readonly GatingSql _gating = new(tables);

    /// <summary>What it writes of steps.</summary>
    public JournalEntries Entries { get; } = new(sql);

    /// <summary>What makes the tables of the journal in its schema.</summary>
    public IEnumerable<string> Creation => [.. sql.CreateTables, .. _gating.CreateTables];

    public async Task<bool> HasStampAsync(DbConnection connection, string stamp, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql.HasStamp, (NpgsqlConnection)connection) { Parameters = { Parameter.Text(stamp) } };
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState
            is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.InsufficientPrivilege)
        {
            // Whoever may not read the journal is told so when it is to be read whole.
            return false;
        }
    }

    public async Task TakeOverAsync(DbConnection connection, Actor actor, CancellationToken cancellationToken)
    {
        if (await WithRightsAsync(connection, transaction: null, () => ReadVersionAsync(connection, transaction: null, cancellationToken), cancellationToken) is not { } version)
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
        await using var batch = Batch(connection, transaction: null, [stop]);
        await fence.WriteAsync(batch, isRoutine: false, cancellationToken);
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
        await using var batch = Batch(connection, transaction, [.. sql.Upgrade.Concat(_gating.CreateTables).Select(text => new NpgsqlBatchCommand(text)), note]);
        await fence.WriteAsync(batch, isRoutine: false, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task EnsureAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (await HasTablesAsync(connection, transaction: null, cancellationToken))
        {
            return;
        }

        var hasSchema = await IsThereAsync(connection, transaction: null, sql.HasSchema, cancellationToken);
        string[] creation = [.. hasSchema ? [] : (string[])[sql.CreateSchema], .. Creation];
        await using var batch = Batch(connection, transaction: null, creation.Select(text => new NpgsqlBatchCommand(text)));
        await fence.WriteAsync(batch, isRoutine: false, cancellationToken);
    }

    public Task<History> ReadAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken) =>
        WithRightsAsync(connection, transaction, () => ReadWholeAsync(connection, transaction, cancellationToken), cancellationToken);

    private async Task<History> ReadWholeAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        if (await ReadVersionAsync(connection, transaction, cancellationToken) is not { } version)
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

    public async Task<string?> ReadCursorAsync(DbConnection connection, BackfillStep step, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql.ReadCursor, (NpgsqlConnection)connection)
        {
            Parameters = { Parameter.Bigint(step.Migration.Id), Parameter.Text(Words.Of(step.Entry.Phase)), Parameter.Integer(step.Entry.Number) },
        };

        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    public async Task<BatchOutcome> AdvanceAsync(DbConnection connection, DbTransaction transaction, StepRecord record, Batch batch, CancellationToken cancellationToken)
    {
        NpgsqlBatchCommand[] statements = [.. batch.Statements.Select(statement => new NpgsqlBatchCommand(statement))];
        await using var sending = Batch(
            connection,
            transaction,
            [.. statements, Entries.Advanced(record, batch.Cursor), .. batch.Next is { } query ? [new NpgsqlBatchCommand(query)] : (NpgsqlBatchCommand[])[]]);
        var next = await fence.CommitAsync(sending, cancellationToken);

        return new(statements is [.., var last] ? last.RecordsAffected : 0, next);
    }

    public async Task QuarantineAsync(DbConnection connection, DbTransaction transaction, QuarantinedRow row, CancellationToken cancellationToken)
    {
        NpgsqlBatchCommand write = new(sql.WriteQuarantine)
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
        await using var batch = Batch(connection, transaction, [new(sql.CreateQuarantine), write]);
        await fence.WriteAsync(batch, isRoutine: false, cancellationToken);
    }

    public async Task ReleaseAsync(DbConnection connection, BackfillStep step, CancellationToken cancellationToken)
    {
        if (!await HasQuarantineAsync(connection, cancellationToken))
        {
            return;
        }

        NpgsqlBatchCommand forget = new(sql.ForgetQuarantine)
        {
            Parameters = { Parameter.Bigint(step.Migration.Id), Parameter.Integer(step.Entry.Number), Parameter.Text(step.Batches.Table.ToString()) },
        };
        await using var batch = Batch(connection, transaction: null, [forget]);
        await fence.WriteAsync(batch, isRoutine: false, cancellationToken);
    }

    public async Task<IReadOnlyList<QuarantinedRow>> ReadQuarantineAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await HasQuarantineAsync(connection, cancellationToken)
            ? [.. (await connection.QueryAsync<QuarantineRow>(sql.ReadQuarantine, cancellationToken)).Select(row => row.ToRow())]
            : [];

    public Task FailAsync(DbConnection connection, StepRecord record, Failure failure, CancellationToken cancellationToken) =>
        WriteAsync(connection, transaction: null, Entries.Failed(record, failure), cancellationToken);

    // Not as a matter of routine: what is prepared stays prepared, and this may be a connection that others use.
    public async Task BlockAsync(StepRecord record, Blockade blockade, CancellationToken cancellationToken)
    {
        var failure = new Failure(blockade.Message, Sql: null, Code: null, Stack: null) { Blockers = blockade.Blockers };
        await using var batch = Batch(
            blockade.Connection!,
            blockade.Transaction,
            [blockade.Waited is { } waited ? Entries.Event("unblocked", record with { Duration = waited }, failure) : Entries.Event("blocked", record, failure)]);
        await fence.WriteAsync(batch, isRoutine: false, cancellationToken);
    }

    // This too may be a connection that others use.
    public async Task NoteAsync(DbConnection connection, string kind, StepRecord record, Failure failure, CancellationToken cancellationToken)
    {
        await using var batch = Batch(connection, transaction: null, [Entries.Event(kind, record, failure)]);
        await fence.WriteAsync(batch, isRoutine: false, cancellationToken);
    }

    public async Task<LastHeard?> ReadInProgressAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        return await ReadVersionAsync(connection, transaction: null, cancellationToken) is { IsOutdated: false }
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

    public async Task<string?> ReadEnvironmentAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql.ReadEnvironment, (NpgsqlConnection)connection);
        try
        {
            return (string?)await command.ExecuteScalarAsync(cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return null;
        }
    }

    public async Task MarkAsync(DbConnection connection, string environment, CancellationToken cancellationToken)
    {
        await using var batch = Batch(connection, transaction: null, [Entries.Marked(environment)]);
        await fence.WriteAsync(batch, isRoutine: false, cancellationToken);
    }

    public async Task<IReadOnlyList<JournalEvent>> ReadEventsAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (await ReadVersionAsync(connection, transaction: null, cancellationToken) is not { } version)
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

    private Task<bool> HasTablesAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken) =>
        IsThereAsync(connection, transaction, sql.HasTables, cancellationToken);

    private async Task<bool> IsThereAsync(DbConnection connection, DbTransaction? transaction, string question, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(question, (NpgsqlConnection)connection, (NpgsqlTransaction?)transaction) { Parameters = { Parameter.Text(tables.Schema.Value) } };

        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private Task<bool> HasQuarantineAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<bool>(sql.HasQuarantine, cancellationToken);

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

    private async Task<JournalVersion?> ReadVersionAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        // A look at the table itself would end the transaction where there is none.
        if (!await HasTablesAsync(connection, transaction, cancellationToken))
        {
            return null;
        }

        var version = (await connection.QuerySingleAsync<VersionRow>(sql.ReadVersion, cancellationToken, transaction)).ToVersion();
        version.RefuseNewer();
        return version;
    }

    private async Task WriteAsync(
        DbConnection connection,
        DbTransaction? transaction,
        IReadOnlyList<NpgsqlBatchCommand> commands,
        CancellationToken cancellationToken)
    {
        await using var batch = Batch(connection, transaction, commands);
        await fence.WriteAsync(batch, isRoutine: true, cancellationToken);
    }

    private static NpgsqlBatch Batch(DbConnection connection, DbTransaction? transaction, IEnumerable<NpgsqlBatchCommand> commands)
    {
        var batch = new NpgsqlBatch((NpgsqlConnection)connection, (NpgsqlTransaction?)transaction);
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        return batch;
    }
}
