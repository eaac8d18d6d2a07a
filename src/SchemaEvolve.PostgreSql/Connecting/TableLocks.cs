using System.Data;
using Dapper;
using Npgsql;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Connecting;

/// <summary>Gets hold of tables that others use, without making those others wait for longer than <see cref="PostgreSqlOptions.MaxStall"/>.</summary>
/// <remarks>
/// Whoever waits for a strong lock makes all who come later wait too, even readers. So first the lock is only asked for.
/// On a table that is never free for a moment that would go on for ever, so then there is waiting, in short turns that grow.
/// </remarks>
internal sealed class TableLocks(PostgreSqlOptions options)
{
    private const int Glances = 20;
    private const double Growth = 1.5;

    private static readonly TimeSpan BetweenGlances = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ShortestTurn = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLogs = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan EvictionTakes = TimeSpan.FromSeconds(0.5);

    /// <summary>Begins a transaction that holds all strong locks that the statements need.</summary>
    public async Task<NpgsqlTransaction> BeginAsync(
        NpgsqlConnection connection,
        IReadOnlyList<Statement> statements,
        Func<Blockade, Task>? blocked,
        CancellationToken cancellationToken)
    {
        var wanted = Wanted(statements);
        if (wanted.Count == 0)
        {
            return await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        }

        var began = options.Clock.GetTimestamp();
        var (nextLook, nextLog) = (BetweenGlances * Glances, TimeSpan.Zero);
        var turn = Shorter(ShortestTurn, options.MaxStall);
        var blockers = new List<Blocker>();
        var isBlocked = false;
        for (var tries = 0; ; tries++)
        {
            var isGlance = tries < Glances || blockers.Exists(blocker => blocker.IsSettled);
            if (await TryBeginAsync(connection, wanted, isGlance ? TimeSpan.Zero : turn, cancellationToken) is { } transaction)
            {
                if (isBlocked)
                {
                    await blocked!(new(Aim(wanted[0]), [], connection, transaction) { Waited = options.Clock.GetElapsedTime(began) });
                }

                return transaction;
            }

            var waited = options.Clock.GetElapsedTime(began);
            if (waited >= options.GiveUpAfter)
            {
                throw new TableBusyException(wanted[0], waited, await FindBlockersAsync(connection, wanted, cancellationToken) is { Count: > 0 } last ? last : blockers);
            }

            if (waited >= nextLook)
            {
                blockers = await FindBlockersAsync(connection, wanted, cancellationToken);
                nextLook = waited + BetweenLooks;
                if (blockers.Count > 0 && blocked is not null && !isBlocked)
                {
                    await blocked(new(Aim(wanted[0]), [.. blockers.Select(blocker => blocker.ToString())], connection, Transaction: null));
                    isBlocked = true;
                }

                if (blockers.Exists(blocker => blocker.IsYielding))
                {
                    await EvictAsync(connection, wanted, cancellationToken);
                    continue;
                }
            }

            if (blockers.Count > 0 && waited >= nextLog)
            {
                options.Logger.TableIsBusy(wanted[0].Table, string.Join("; ", blockers));
                nextLog = waited + BetweenLogs;
            }

            await Task.Delay(isGlance ? Jitter(BetweenGlances) : Jitter(turn * 2), options.Clock, cancellationToken);
            turn = isGlance ? turn : Shorter(turn * Growth, options.MaxStall);
        }
    }

    private static string Aim(Impact wanted) => $"{wanted.Table} is to be locked in {Word(wanted.Lock)} mode.";

    /// <summary>A mode as LOCK TABLE and its readers know it.</summary>
    public static string Word(TableLock mode) => mode switch
    {
        TableLock.ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
        TableLock.Share => "SHARE",
        TableLock.ShareRowExclusive => "SHARE ROW EXCLUSIVE",
        TableLock.Exclusive => "EXCLUSIVE",
        TableLock.AccessExclusive => "ACCESS EXCLUSIVE",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "The application itself takes locks as weak as this."),
    };

    // The strongest lock first: whoever holds a weak one and asks for more is how deadlocks begin. Among equals the order of the
    // statements stands, which names a parent before its child, as the application's own transactions do.
    public static List<Impact> Wanted(IEnumerable<Statement> statements) =>
    [
        .. statements
            .SelectMany(statement => statement.Impacts)
            .Where(impact => impact.Lock >= TableLock.ShareUpdateExclusive)
            .GroupBy(impact => impact.Table)
            .Select(impacts => impacts.MaxBy(impact => impact.Lock)!)
            .OrderByDescending(impact => impact.Lock),
    ];

    private async Task<NpgsqlTransaction?> TryBeginAsync(
        NpgsqlConnection connection,
        List<Impact> wanted,
        TimeSpan turn,
        CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        try
        {
            var nowait = turn == TimeSpan.Zero ? " NOWAIT" : "";
            await using var command = new NpgsqlCommand(
                $"""
                SET LOCAL statement_timeout = 0;
                SET LOCAL lock_timeout = {Milliseconds(turn)};
                {string.Join('\n', wanted.Select(impact => $"LOCK TABLE {impact.Table.Quoted} IN {Word(impact.Lock)} MODE{nowait};"))}
                SET LOCAL lock_timeout = {Milliseconds(options.MaxStall)}
                """,
                connection,
                transaction);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return transaction;
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            await transaction.DisposeAsync();
            return null;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    // The server cancels an autovacuum for whoever has waited for deadlock_timeout, which is far longer than anybody should stall.
    // Waiting in this mode stops neither readers nor writers.
    private async Task EvictAsync(NpgsqlConnection connection, List<Impact> wanted, CancellationToken cancellationToken)
    {
        var weak = wanted.ConvertAll(impact => impact with { Lock = TableLock.ShareUpdateExclusive });
        await using var ask = new NpgsqlCommand("SELECT setting::integer FROM pg_settings WHERE name = 'deadlock_timeout'", connection);
        var patience = TimeSpan.FromMilliseconds((int)(await ask.ExecuteScalarAsync(cancellationToken))!);
        if (await TryBeginAsync(connection, weak, patience + EvictionTakes, cancellationToken) is { } transaction)
        {
            await transaction.DisposeAsync();
        }
    }

    private static async Task<List<Blocker>> FindBlockersAsync(NpgsqlConnection connection, List<Impact> wanted, CancellationToken cancellationToken)
    {
        var blockers = new List<Blocker>();
        foreach (var impact in wanted)
        {
            blockers.AddRange(await connection.QueryAsync<Blocker>(
                """
                SELECT DISTINCT ON (pid, prepared)
                    locks.pid,
                    ready.gid AS prepared,
                    activity.usename AS "user",
                    activity.application_name AS application,
                    activity.state,
                    activity.backend_type AS kind,
                    left(activity.query, 500) AS query,
                    extract(epoch FROM clock_timestamp() - activity.xact_start)::float8 AS seconds
                FROM pg_locks AS locks
                LEFT JOIN pg_stat_activity AS activity ON activity.pid = locks.pid
                LEFT JOIN pg_locks AS own
                    ON locks.pid IS NULL
                    AND own.pid IS NULL
                    AND own.locktype = 'transactionid'
                    AND own.virtualtransaction = locks.virtualtransaction
                LEFT JOIN pg_prepared_xacts AS ready ON ready.transaction = own.transactionid
                WHERE locks.locktype = 'relation'
                  AND locks.granted
                  AND locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND locks.pid IS DISTINCT FROM pg_backend_pid()
                  AND locks.mode = ANY (@modes)
                  AND locks.relation IN (SELECT to_regclass(@table) UNION SELECT relid FROM pg_partition_tree(to_regclass(@table)))
                """,
                new { table = impact.Table.Quoted, modes = Conflicts(impact.Lock), cancellationToken }));
        }

        return [.. blockers.DistinctBy(blocker => (blocker.Pid, blocker.Prepared)).OrderByDescending(blocker => blocker.Seconds)];
    }

    // https://www.postgresql.org/docs/current/explicit-locking.html#TABLE-LOCK-COMPATIBILITY
    private static string[] Conflicts(TableLock mode) =>
    [
        .. Enum.GetValues<TableLock>()
            .Where(other => other > (mode switch
            {
                TableLock.AccessExclusive => TableLock.None,
                TableLock.Exclusive => TableLock.AccessShare,
                TableLock.ShareUpdateExclusive => TableLock.RowExclusive,
                _ => TableLock.RowShare,
            }))
            .Where(other => (mode, other) is not (TableLock.Share, TableLock.Share))
            .Select(other => $"{other}Lock"),
    ];

    private static long Milliseconds(TimeSpan time) => (long)Math.Ceiling(time.TotalMilliseconds);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    // Two that wait for each other's tables would otherwise try, and fail, in step.
    private static TimeSpan Jitter(TimeSpan pause) => pause * (0.5 + Random.Shared.NextDouble());
}
