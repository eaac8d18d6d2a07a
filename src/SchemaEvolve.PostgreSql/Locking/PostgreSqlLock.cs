using System.Data.Common;
using System.Globalization;
using System.Text.Unicode;
using Dapper;
using Npgsql;
using SchemaEvolve.PostgreSql.Connecting;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Locking;

/// <summary>Lets one process at a time migrate, by an advisory lock of the session that migrates. Whatever ends the session ends both.</summary>
internal sealed class PostgreSqlLock(PostgreSqlConnections connections, Identifier schema) : IMigrationLock
{
    private const int LongestApplicationName = 63;

    public async Task<LockAttempt> TryAcquireAsync(DbConnection connection, Actor actor, CancellationToken cancellationToken)
    {
        var session = (NpgsqlConnection)connection;
        var key = LockKey.Of(session.Database, schema);
        var isLocked = await TryLockAsync(session, session.ProcessID, key, cancellationToken);
        if (isLocked is null)
        {
            // The server is not the one that was greeted, so a pooler stands in between. One that leaves a session alone does no harm.
            await Pooler.RefuseTransactionPoolingAsync(session, connections, cancellationToken);
            isLocked = await TryLockAsync(session, process: null, key, cancellationToken);
        }

        if (isLocked != true)
        {
            return new(Held: null, await FindHolderAsync(session, key, cancellationToken));
        }

        var held = new HeldAdvisoryLock(session, key);
        await PrepareAsync(session, actor, cancellationToken);
        return new(held, Holder: null);
    }

    public Task<string?> FindHolderAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var session = (NpgsqlConnection)connection;

        return FindHolderAsync(session, LockKey.Of(session.Database, schema), cancellationToken);
    }

    public async Task<IAsyncDisposable> AnnounceAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var session = (NpgsqlConnection)connection;
        var key = LockKey.OfWaiters(session.Database, schema);
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock_shared($1)", session) { Parameters = { Parameter.Bigint(key) } };
        await command.ExecuteNonQueryAsync(cancellationToken);

        return new Announcement(session, "SELECT pg_advisory_unlock_shared($1)", Parameter.Bigint(key));
    }

    public async Task<bool> IsAwaitedAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var session = (NpgsqlConnection)connection;
        await using var command = new NpgsqlCommand(
            """
            SELECT EXISTS (
                SELECT FROM pg_locks
                WHERE locktype = 'advisory'
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND objsubid = 1
                  AND (classid::bigint << 32) | objid::bigint = $1
                  AND pid <> pg_backend_pid())
            """,
            session)
        {
            Parameters = { Parameter.Bigint(LockKey.OfWaiters(session.Database, schema)) },
        };

        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    // Never pg_advisory_lock, which waits: a waiting statement holds a snapshot, and the holder's CREATE INDEX CONCURRENTLY waits for that.
    private static async Task<bool?> TryLockAsync(NpgsqlConnection session, int? process, long key, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT CASE WHEN $1 IS NULL OR $1 = pg_backend_pid() THEN pg_try_advisory_lock($2) END", session)
        {
            Parameters = { Parameter.Integer(process), Parameter.Bigint(key) },
        };

        return await command.ExecuteScalarAsync(cancellationToken) as bool?;
    }

    /// <summary>Tells the waiters who holds the lock, and lifts the limits that the role may have: they are meant for the application's queries.</summary>
    private static async Task PrepareAsync(NpgsqlConnection session, Actor actor, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT set_config('application_name', $1, false)
            UNION ALL
            SELECT set_config(name, '0', false)
            FROM pg_settings
            WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'idle_session_timeout', 'transaction_timeout')
            """,
            session)
        {
            Parameters = { Parameter.Text(NameOf(actor)) },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string NameOf(Actor actor)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"SchemaEvolve {actor.User}@{actor.Host}:{actor.Process} {actor.AppVersion}");

        // The server counts bytes, and the driver sends no half characters.
        Utf8.FromUtf16(name, stackalloc byte[LongestApplicationName], out var length, out _);
        return name[..length];
    }

    private static async Task<string?> FindHolderAsync(NpgsqlConnection session, long key, CancellationToken cancellationToken)
    {
        var holders = await session.QueryAsync<string>(
            """
            SELECT format(
                'pid %s, application %s%s, since %s UTC',
                activity.pid,
                activity.application_name,
                ' on ' || host(activity.client_addr),
                to_char(activity.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'))
            FROM pg_locks AS locks
            JOIN pg_stat_activity AS activity USING (pid)
            WHERE locks.locktype = 'advisory'
              AND locks.granted
              AND locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND locks.objsubid = 1
              AND (locks.classid::bigint << 32) | locks.objid::bigint = @key
            """,
            new { key, cancellationToken });

        return holders.FirstOrDefault();
    }
}
