using SchemaEvolve.PostgreSql.Journaling;

namespace SchemaEvolve.PostgreSql.Locking;

/// <summary>All that is said about the lease, worded once for its schema. Every time is the server's.</summary>
internal sealed class LeaseSql(JournalTables tables)
{
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

    /// <summary>Takes the lease if it has run out. A holder that is just proving it keeps the row locked, and is passed over.</summary>
    public string Take => field ??= Text(
        $"""
        UPDATE {tables.Lease}
        SET token = token + 1, holder = $1, since = clock_timestamp(), expires_at = clock_timestamp() + $2
        WHERE id = (SELECT id FROM {tables.Lease} WHERE expires_at < clock_timestamp() FOR UPDATE SKIP LOCKED)
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
