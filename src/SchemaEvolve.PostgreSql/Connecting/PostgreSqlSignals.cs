using Dapper;
using Npgsql;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Connecting;

/// <summary>Looks at a server from another connection, in the views that any role may read. What they hide from this one counts as nothing.</summary>
/// <param name="connection">The connection, which is closed at the end.</param>
/// <param name="process">The process of the server that migrates.</param>
internal sealed class PostgreSqlSignals(NpgsqlConnection connection, int process) : ISignals
{
    public async Task<DatabaseSignals> ReadAsync(CancellationToken cancellationToken)
    {
        var row = await connection.QuerySingleAsync<SignalRow>(
            """
            WITH waiting AS MATERIALIZED (
                SELECT DISTINCT pid FROM pg_locks WHERE NOT granted AND pid IS NOT NULL
            )
            SELECT
                (SELECT count(*) FROM waiting) AS waiting_sessions,
                (SELECT count(*) FROM waiting WHERE @process = ANY (pg_blocking_pids(pid))) AS held_up_sessions,
                (SELECT count(*) FROM unnest(pg_blocking_pids(@process))) AS blockers,
                (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'IO') AS io_waits,
                (SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()) AS transactions,
                (SELECT extract(epoch FROM max(replay_lag))::float8 FROM pg_stat_replication) AS replica_lag
            """,
            new { process, cancellationToken });

        return new()
        {
            WaitingSessions = row.WaitingSessions,
            HeldUpSessions = row.HeldUpSessions,
            Blockers = row.Blockers,
            IoWaits = row.IoWaits,
            Transactions = row.Transactions,
            ReplicaLag = row.ReplicaLag is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
