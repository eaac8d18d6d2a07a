using SchemaEvolve.PostgreSql.Journaling;

namespace SchemaEvolve.PostgreSql.Locking;

/// <summary>All that is said about the lease, worded once for its schema. Every time is the server's.</summary>
internal sealed class LeaseSql(JournalTables tables)
{
    // Of several servers with the same tables, only the one that a session speaks to knows it.
    private const string Server = "to_char(pg_postmaster_start_time() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')";

    /// <summary>Whose lease it is where a script takes it.</summary>
    public const string Script = $"session_user || ' in psql, pid ' || pg_backend_pid() || ' of the server of ' || {Server}";

    /// <summary>The condition for a lease that nobody holds: it has run out, or it was that of a script whose session is gone.</summary>
    /// <remarks>A session outlives a psql that was killed for as long as its statement does.</remarks>
    public const string IsFree = $"""
        expires_at < clock_timestamp()
            OR holder LIKE '% of the server of ' || {Server}
                AND NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = substring(holder FROM 'pid ([0-9]+) of the server of')::integer)
        """;

    public string HasSchema => field ??= Text($"SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)");

    public string CreateSchema => field ??= Text($"CREATE SCHEMA {tables.Schema}");

    public string CreateTable => field ??= Text(
        $"""
        CREATE TABLE {tables.Lease} (
            id integer PRIMARY KEY CHECK (id = 1),
            token bigint NOT NULL,
            holder text,
            since timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            awaited_until timestamptz NOT NULL
        )
        """);

    public string CreateRow => field ??= Text($"INSERT INTO {tables.Lease} VALUES (1, 0, NULL, clock_timestamp(), '-infinity', '-infinity')");

    /// <summary>Takes the lease if nobody holds it. A holder that is just proving it keeps the row locked, and is passed over.</summary>
    public string Take => field ??= Text(
        $"""
        UPDATE {tables.Lease}
        SET token = token + 1, holder = $1, since = clock_timestamp(), expires_at = clock_timestamp() + $2
        WHERE id = (SELECT id FROM {tables.Lease} WHERE {Sql.Raw(IsFree)} FOR UPDATE SKIP LOCKED)
        RETURNING token
        """);

    public string Renew => field ??= Text(
        $"UPDATE {tables.Lease} SET expires_at = clock_timestamp() + $2 WHERE token = $1 AND expires_at > clock_timestamp()");

    public string Release => field ??= Text($"UPDATE {tables.Lease} SET expires_at = '-infinity', holder = NULL WHERE token = $1");

    /// <summary>Finds a row only while the lease is held, and keeps others from taking it until the transaction ends. It can be renewed meanwhile.</summary>
    public string Prove => field ??= Text($"SELECT 1 FROM {tables.Lease} WHERE token = $1 AND expires_at > clock_timestamp() FOR KEY SHARE");

    public string Announce => field ??= Text($"UPDATE {tables.Lease} SET awaited_until = clock_timestamp() + interval '30 s'");

    /// <summary>Others who wait say so again before long.</summary>
    public string EndAnnouncement => field ??= Text($"UPDATE {tables.Lease} SET awaited_until = '-infinity'");

    public string IsAwaited => field ??= Text($"SELECT EXISTS (SELECT FROM {tables.Lease} WHERE awaited_until > clock_timestamp())");

    public string FindHolder => field ??= Text(
        $"SELECT holder || ', since ' || to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC' FROM {tables.Lease} WHERE expires_at > clock_timestamp()");

    private static string Text(Sql sql) => sql.For(Engines.PostgreSql);
}
