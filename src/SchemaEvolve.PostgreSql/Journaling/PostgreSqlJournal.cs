using System.Data.Common;
using Dapper;
using Npgsql;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Connecting;
using SchemaEvolve.PostgreSql.Locking;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>Remembers in a schema of its own what has been done to the database.</summary>
internal sealed partial class PostgreSqlJournal(JournalTables tables, Fence fence) : IJournal
{
    private readonly JournalSql _sql = new(tables);
    private readonly GatingSql _gating = new(tables);

    /// <summary>What makes the tables of the journal in its schema.</summary>
    public IEnumerable<string> Creation => [.. _sql.CreateTables, .. _gating.CreateTables];

    public async Task<bool> HasStampAsync(DbConnection connection, string stamp, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(_sql.HasStamp, (NpgsqlConnection)connection) { Parameters = { Parameter.Text(stamp) } };
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

    public async Task UpgradeAsync(DbConnection connection, Actor actor, CancellationToken cancellationToken)
    {
        if (await WithRightsAsync(connection, transaction: null, () => ReadVersionAsync(connection, transaction: null)) is not { IsOutdated: true } older)
        {
            return;
        }

        NpgsqlBatchCommand note = new(_sql.WriteUpgrade)
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
        await using var batch = Batch(connection, transaction, [.. _sql.Upgrade.Concat(_gating.CreateTables).Select(sql => new NpgsqlBatchCommand(sql)), note]);
        await fence.WriteAsync(batch, isRoutine: false, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task EnsureAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (await HasTablesAsync(connection, transaction: null))
        {
            return;
        }

        var schema = tables.Schema.Value;
        var hasSchema = await connection.ExecuteScalarAsync<bool>(_sql.HasSchema, new { schema });
        string[] creation = [.. hasSchema ? [] : (string[])[_sql.CreateSchema], .. Creation];
        await using var batch = Batch(connection, transaction: null, creation.Select(sql => new NpgsqlBatchCommand(sql)));
        await fence.WriteAsync(batch, isRoutine: false, cancellationToken);
    }

    public Task<History> ReadAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken) =>
        WithRightsAsync(connection, transaction, async () =>
        {
            if (await ReadVersionAsync(connection, transaction) is not { } version)
            {
                return History.Empty;
            }

            var migrations = await connection.QueryAsync<MigrationRow>(version.IsOutdated ? _sql.ReadFirstMigrations : _sql.ReadMigrations, transaction: transaction);
            var steps = (await connection.QueryAsync<StepRow>(_sql.ReadSteps, transaction: transaction)).ToLookup(step => step.Migration, step => step.ToEntry());

            return new([.. migrations.Select(migration => Entry(migration, steps[migration.Id]))]);
        });

    public Task StartAsync(DbConnection connection, StepRecord record, CancellationToken cancellationToken) =>
        WriteAsync(connection, transaction: null, Started(record), cancellationToken);

    public Task FinishAsync(DbConnection connection, DbTransaction? transaction, StepRecord record, CancellationToken cancellationToken) =>
        WriteAsync(connection, transaction, Finished(record), cancellationToken);

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
        await using var sending = Batch(
            connection,
            transaction,
            [.. statements, WriteCursor(record, batch.Cursor), .. batch.Next is { } query ? [new NpgsqlBatchCommand(query)] : (NpgsqlBatchCommand[])[]]);
        var next = await fence.CommitAsync(sending, cancellationToken);

        return new(statements is [.., var last] ? last.RecordsAffected : 0, next);
    }

    public async Task QuarantineAsync(DbConnection connection, DbTransaction transaction, QuarantinedRow row, CancellationToken cancellationToken)
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
        await using var batch = Batch(connection, transaction, [new(_sql.CreateQuarantine), write]);
        await fence.WriteAsync(batch, isRoutine: false, cancellationToken);
    }

    public async Task ReleaseAsync(DbConnection connection, BackfillStep step, CancellationToken cancellationToken)
    {
        if (!await HasQuarantineAsync(connection))
        {
            return;
        }

        NpgsqlBatchCommand forget = new(_sql.ForgetQuarantine)
        {
            Parameters = { Parameter.Bigint(step.Migration.Id), Parameter.Integer(step.Entry.Number), Parameter.Text(step.Batches.Table.ToString()) },
        };
        await using var batch = Batch(connection, transaction: null, [forget]);
        await fence.WriteAsync(batch, isRoutine: false, cancellationToken);
    }

    public async Task<IReadOnlyList<QuarantinedRow>> ReadQuarantineAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await HasQuarantineAsync(connection)
            ? [.. (await connection.QueryAsync<QuarantineRow>(_sql.ReadQuarantine)).Select(row => row.ToRow())]
            : [];

    public Task FailAsync(DbConnection connection, StepRecord record, Failure failure, CancellationToken cancellationToken) =>
        WriteAsync(
            connection,
            transaction: null,
            [
                .. record.Step.IsReversal
                    ? (NpgsqlBatchCommand[])[]
                    : [WriteMigration(record, reached: null), WriteSteps(record, StepState.Failed, failure.Message)],
                WriteEvent("failed", record, failure),
            ],
            cancellationToken);

    // Not as a matter of routine: what is prepared stays prepared, and this may be a connection that others use.
    public async Task BlockAsync(StepRecord record, Blockade blockade, CancellationToken cancellationToken)
    {
        var failure = new Failure(blockade.Message, Sql: null, Code: null, Stack: null) { Blockers = blockade.Blockers };
        await using var batch = Batch(
            blockade.Connection!,
            blockade.Transaction,
            [blockade.Waited is { } waited ? WriteEvent("unblocked", record with { Duration = waited }, failure) : WriteEvent("blocked", record, failure)]);
        await fence.WriteAsync(batch, isRoutine: false, cancellationToken);
    }

    // This too may be a connection that others use.
    public async Task NoteAsync(DbConnection connection, string kind, StepRecord record, Failure failure, CancellationToken cancellationToken)
    {
        await using var batch = Batch(connection, transaction: null, [WriteEvent(kind, record, failure)]);
        await fence.WriteAsync(batch, isRoutine: false, cancellationToken);
    }

    public async Task<LastHeard?> ReadInProgressAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        return await ReadVersionAsync(connection, transaction: null) is { IsOutdated: false }
            ? (await connection.QueryFirstOrDefaultAsync<InProgressRow>(_sql.ReadInProgress))?.ToLastHeard()
            : null;
    }

    public Task StampAsync(DbConnection connection, DbTransaction? transaction, IReadOnlyList<string> stamps, Actor actor, CancellationToken cancellationToken) =>
        WriteAsync(connection, transaction, Stamped(stamps, actor), cancellationToken);

    public async Task StampLikeAsync(DbConnection connection, string known, string stamp, Actor actor, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(_sql.WriteStampLike, (NpgsqlConnection)connection)
        {
            Parameters = { Parameter.Text(known), Parameter.Text(stamp), Parameter.Text(actor.ToString()), Parameter.Text(actor.AppVersion) },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<string?> ReadEnvironmentAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(_sql.ReadEnvironment, (NpgsqlConnection)connection);
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
        await using var batch = Batch(connection, transaction: null, [new(_sql.Mark) { Parameters = { Parameter.Text(environment) } }]);
        await fence.WriteAsync(batch, isRoutine: false, cancellationToken);
    }

    public async Task<IReadOnlyList<JournalEvent>> ReadEventsAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (await ReadVersionAsync(connection, transaction: null) is not { } version)
        {
            return [];
        }

        return [.. (await connection.QueryAsync<EventRow>(version.IsOutdated ? _sql.ReadFirstEvents : _sql.ReadEvents)).Select(row => row.ToEvent())];
    }

    /// <summary>What notes that a step is begun.</summary>
    public NpgsqlBatchCommand[] Started(StepRecord record) => record.Step.IsReversal
        ? [WriteRollback(record, MigrationState.RollingBack), new(_sql.ForgetStamps)]
        : [WriteMigration(record, reached: null), WriteSteps(record, StepState.Running, error: null)];

    /// <summary>What notes that a step is done.</summary>
    public NpgsqlBatchCommand[] Finished(StepRecord record) => record.Step.IsReversal ? Revert(record) :
    [
        WriteMigration(record, record.Step.Reaches),
        WriteSteps(record, StepState.Done, error: null),
        ForgetSteps(record),
        LeaveSteps(record),
        WriteEvent("applied", record, failure: null),
        .. Outdates(record) ? [new NpgsqlBatchCommand(_sql.ForgetStamps)] : (NpgsqlBatchCommand[])[],
    ];

    /// <summary>What notes that a start with one of these stamps has nothing to do from now on.</summary>
    public NpgsqlBatchCommand[] Stamped(IReadOnlyList<string> stamps, Actor actor) =>
    [
        .. stamps.Select(stamp => new NpgsqlBatchCommand(_sql.WriteStamp)
        {
            Parameters = { Parameter.Text(stamp), Parameter.Text(actor.ToString()), Parameter.Text(actor.AppVersion) },
        }),
        new(_sql.ForgetOldStamps),
        new(_sql.EndBirth),
    ];

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

    // A start of another release trusts its stamp only as long as nothing was taken away from it.
    private static bool Outdates(StepRecord record) => record.Step.Reaches == MigrationState.Contracted;

    private Task<bool> HasTablesAsync(DbConnection connection, DbTransaction? transaction) =>
        connection.ExecuteScalarAsync<bool>(_sql.HasTables, new { schema = tables.Schema.Value }, transaction);

    private Task<bool> HasQuarantineAsync(DbConnection connection) => connection.ExecuteScalarAsync<bool>(_sql.HasQuarantine);

    // The server complains of the first right that is missing. Whoever grants it wants to know of all.
    private async Task<T> WithRightsAsync<T>(DbConnection connection, DbTransaction? transaction, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (PostgresException error) when (transaction is null && error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            await Rights.CheckAsync(connection, tables.Schema, needs: []);
            throw;
        }
    }

    private async Task<JournalVersion?> ReadVersionAsync(DbConnection connection, DbTransaction? transaction)
    {
        // A look at the table itself would end the transaction where there is none.
        if (!await HasTablesAsync(connection, transaction))
        {
            return null;
        }

        var version = (await connection.QuerySingleAsync<VersionRow>(_sql.ReadVersion, transaction: transaction)).ToVersion();
        version.RefuseNewer();
        return version;
    }

    private NpgsqlBatchCommand WriteCursor(StepRecord record, string cursor)
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
                Parameter.Text(cursor),
                Parameter.Bigint(record.Rows),
                Parameter.Interval(record.Duration),
            },
        };
    }

    private NpgsqlBatchCommand WriteMigration(StepRecord record, MigrationState? reached)
    {
        var migration = record.Step.Migration;
        return new(_sql.WriteMigration)
        {
            Parameters =
            {
                Parameter.Bigint(migration.Id),
                Parameter.Text(migration.Name),
                Parameter.Text(migration.Scope),
                Parameter.Text(migration.Owner),
                Parameter.Text(migration.Reason),
                Parameter.Text(reached is { } state ? Words.Of(state) : null),
                Parameter.Text(migration.Fingerprint),
                Parameter.Text(migration.Definition),
                Parameter.Text(record.Actor.AppVersion),
                Parameter.Boolean(record.Step.IsBirth),
                Parameter.Boolean(reached >= MigrationState.Migrated),
            },
        };
    }

    private NpgsqlBatchCommand[] Revert(StepRecord record) =>
    [
        .. record.Step.Reaches == MigrationState.Pending
            ? [new NpgsqlBatchCommand(_sql.ForgetMigration) { Parameters = { Parameter.Bigint(record.Step.Migration.Id) } }]
            : (NpgsqlBatchCommand[])[RevertSteps(record), WriteRollback(record, record.Step.Reaches)],
        WriteEvent("reverted", record, failure: null),
        new(_sql.ForgetStamps),
    ];

    private NpgsqlBatchCommand WriteRollback(StepRecord record, MigrationState state) =>
        new(_sql.WriteRollback) { Parameters = { Parameter.Bigint(record.Step.Migration.Id), Parameter.Text(Words.Of(state)) } };

    private NpgsqlBatchCommand RevertSteps(StepRecord record) =>
        new(_sql.RevertSteps)
        {
            Parameters =
            {
                Parameter.Bigint(record.Step.Migration.Id),
                Parameter.Texts(record.Step.Completes.Select(step => Words.Of(step.Phase))),
                Parameter.Integers(record.Step.Completes.Select(step => step.Number)),
            },
        };

    private NpgsqlBatchCommand WriteSteps(StepRecord record, StepState state, string? error) =>
        new(_sql.WriteSteps)
        {
            Parameters =
            {
                Parameter.Bigint(record.Step.Migration.Id),
                Parameter.Texts(record.Step.Completes.Select(step => Words.Of(step.Phase))),
                Parameter.Integers(record.Step.Completes.Select(step => step.Number)),
                Parameter.Texts(record.Step.Completes.Select(step => step.Fingerprint)),
                Parameter.Texts(record.Step.Completes.Select(step => step.Description)),
                Parameter.Text(Words.Of(state)),
                Parameter.Bigint(record.Rows),
                Parameter.Interval(record.Duration),
                Parameter.Text(error),
            },
        };

    private NpgsqlBatchCommand ForgetSteps(StepRecord record) =>
        new(_sql.ForgetSteps)
        {
            Parameters =
            {
                Parameter.Bigint(record.Step.Migration.Id),
                Parameter.Texts(record.Step.Leaves.Select(step => Words.Of(step.Phase))),
                Parameter.Integers(record.Step.Leaves.Select(step => step.Number)),
            },
        };

    private NpgsqlBatchCommand LeaveSteps(StepRecord record) =>
        new(_sql.LeaveSteps)
        {
            Parameters =
            {
                Parameter.Bigint(record.Step.Migration.Id),
                Parameter.Texts(record.Step.Leaves.Select(step => Words.Of(step.Phase))),
                Parameter.Integers(record.Step.Leaves.Select(step => step.Number)),
                Parameter.Texts(record.Step.Leaves.Select(step => step.Fingerprint)),
                Parameter.Texts(record.Step.Leaves.Select(step => step.Description)),
                Parameter.Texts(record.Step.Leaves.Select(step => Words.Of(step.State))),
            },
        };

    private NpgsqlBatchCommand WriteEvent(string kind, StepRecord record, Failure? failure) =>
        new(_sql.WriteEvent)
        {
            Parameters =
            {
                Parameter.Text(kind),
                Parameter.Bigint(record.Step.Migration.Id),
                Parameter.Text(record.Step.Migration.Name),
                Parameter.Text(Words.Of(record.Step.Phase)),
                Parameter.Text(record.Step.Description),
                Parameter.Interval(record.Duration),
                Parameter.Text(record.Actor.User),
                Parameter.Text(record.Actor.Host),
                Parameter.Integer(record.Actor.Process),
                Parameter.Text(record.Actor.AppVersion),
                Parameter.Text(failure?.Sql),
                Parameter.Text(failure?.Code),
                Parameter.Text(failure?.Message),
                Parameter.Text(failure?.Stack),
                Parameter.Text(failure is { Blockers.Count: > 0 } ? string.Join('\n', failure.Blockers) : null),
            },
        };

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
