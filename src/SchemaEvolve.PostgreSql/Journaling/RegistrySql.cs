namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>All that is said about those who run on the database and those who approve, worded once for the schema of the journal. Every time is the server's.</summary>
internal sealed class RegistrySql(JournalTables tables)
{
    // Who has not been heard of for a day will not come back, and if so, it joins again.
    private static readonly Sql LongGone = $"clock_timestamp() - interval '1 day'";

    public string Now => field ??= Text($"SELECT clock_timestamp()");

    /// <summary>Lets nobody join or be heard until the end of the transaction.</summary>
    public string LockInstances => field ??= Text($"LOCK TABLE {tables.Instances} IN SHARE ROW EXCLUSIVE MODE");

    public string ReadInstances => field ??= Text(
        $"""
        SELECT
            id, app_version, host, process, known,
            clock_timestamp() - seen_at AS silence, seen_at - steady_since AS steadiness, patience
        FROM {tables.Instances}
        ORDER BY started_at, id
        """);

    public string ReadApprovals => field ??= Text($"SELECT migration, approver, note, at FROM {tables.Approvals} ORDER BY at, approver");

    /// <summary>Joins, or says that one is still there. After a silence that was too long, one has not been heard without a break.</summary>
    public string Beat => field ??= Text(
        $"""
        INSERT INTO {tables.Instances} AS known_as (id, app_version, newest, known, host, process, patience)
        VALUES ($1, $2, (SELECT max(id) FROM unnest($3) AS id), $3, $4, $5, $6)
        ON CONFLICT (id) DO UPDATE SET
            steady_since = CASE WHEN clock_timestamp() - known_as.seen_at > known_as.patience THEN clock_timestamp() ELSE known_as.steady_since END,
            seen_at = clock_timestamp()
        """);

    /// <summary>Forgets who is long gone, if this one was heard all the while: a clock that jumps makes everybody look so.</summary>
    public string Sweep => field ??= Text(
        $"""
        DELETE FROM {tables.Instances}
        WHERE seen_at < {LongGone} AND EXISTS (SELECT FROM {tables.Instances} WHERE id = $1 AND seen_at - steady_since > patience)
        """);

    public string Leave => field ??= Text($"DELETE FROM {tables.Instances} WHERE id = $1");

    public string Approve => field ??= Text(
        $"""
        WITH approved AS (
            INSERT INTO {tables.Approvals} (migration, approver, note)
            VALUES ($1, $3, $4)
            ON CONFLICT (migration, approver) DO NOTHING
            RETURNING migration
        )
        INSERT INTO {tables.Events} (kind, migration, name, description, actor, host, process, app_version)
        SELECT 'approved', migration, $2, $5, $6, $7, $8, $9 FROM approved
        """);

    public string Revoke => field ??= Text(
        $"""
        WITH revoked AS (
            DELETE FROM {tables.Approvals}
            WHERE migration = $1 AND approver = $3
            RETURNING migration
        )
        INSERT INTO {tables.Events} (kind, migration, name, description, actor, host, process, app_version)
        SELECT 'revoked', migration, $2, $4, $5, $6, $7, $8 FROM revoked
        """);

    public string ReadEnvironment => field ??= Text($"SELECT value FROM {tables.Meta} WHERE key = 'environment'");

    public string Mark => field ??= Text(
        $"""
        INSERT INTO {tables.Meta} (key, value)
        SELECT 'environment', $1
        WHERE NOT EXISTS (SELECT FROM {tables.Meta} WHERE key = 'environment')
        """);

    private static string Text(Sql sql) => sql.For(Engines.PostgreSql);
}
