namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>All that is said about what has happened to the database, worded once for the schema of the journal.</summary>
internal sealed class JournalSql(JournalTables tables)
{
    public string HasStamp => field ??= Text($"SELECT FROM {tables.Meta} WHERE key = 'stamp' AND value = $1");

    public string WriteUpgrade => field ??= Text(
        $"""
        INSERT INTO {tables.Events} (kind, description, actor, host, process, app_version)
        VALUES ('upgraded', $1, $2, $3, $4, $5)
        """);

    public string ReadMigrations => field ??= ReadMigrationsOf(tables, $"COALESCE(migrated_at, {WhenChanged})");

    /// <summary>The same, in tables of the first layout.</summary>
    public string ReadFirstMigrations => field ??= ReadMigrationsOf(tables, WhenChanged);

    public string ReadSteps => field ??= Text($"SELECT migration, phase, number, fingerprint, description, state FROM {tables.Steps}");

    public string ReadEvents => field ??= ReadEventsOf(tables, $"blockers");

    /// <summary>The same, in tables of the first layout.</summary>
    public string ReadFirstEvents => field ??= ReadEventsOf(tables, $"NULL");

    /// <summary>The step that was begun last, unless others are in the way of one since: then that. What needs one transaction is not noted before its end.</summary>
    public string ReadInProgress => field ??= Text(
        $"""
        WITH last AS ({Last}),
        running AS (
            SELECT steps.*, migrations.name FROM {tables.Steps} AS steps JOIN {tables.Migrations} AS migrations ON migrations.id = steps.migration
            WHERE steps.state = 'running' AND steps.started_at IS NOT NULL
            ORDER BY steps.started_at DESC
            LIMIT 1
        )
        SELECT
            COALESCE(last.migration, running.migration) AS migration,
            COALESCE(last.name, running.name) AS name,
            COALESCE(last.phase, running.phase) AS phase,
            COALESCE(last.description, running.description) AS description,
            COALESCE(last.at - COALESCE(last.duration, interval '0'), running.started_at) AS since,
            COALESCE(running.rows, 0) AS rows,
            running.cursor,
            last.at AS blocked_since,
            to_jsonb(last) ->> 'blockers' AS blockers
        FROM running
        FULL JOIN (SELECT * FROM last WHERE kind = 'blocked') AS last ON TRUE
        """);

    /// <summary>Notes that nobody waits any more in the step of which was last heard that others were in its way.</summary>
    public string StopBlocked => field ??= Text(
        $"""
        WITH last AS ({Last})
        INSERT INTO {tables.Events} (kind, migration, name, phase, description, message, actor, host, process, app_version)
        SELECT
            'stopped', migration, name, phase, description,
            format('%s@%s, pid %s, was gone while others were in its way. Whoever came next has found that.', actor, host, process),
            $1, $2, $3, $4
        FROM last
        WHERE kind = 'blocked'
        """);

    /// <summary>Notes a migration and the state that it has now reached. Until it has done anything, its place in the order is that of the latest try.</summary>
    public string WriteMigration => field ??= Text(
        $"""
        INSERT INTO {tables.Migrations} AS known (id, name, scope, owner, reason, begun, state, fingerprint, definition, app_version, is_birth, migrated_at)
        SELECT $1, $2, $3, $4, $5, COALESCE(max(begun), 0) + 1, COALESCE($6, 'pending'), $7, $8, $9, $10, CASE WHEN $11 THEN clock_timestamp() END FROM {tables.Migrations}
        ON CONFLICT (id) DO UPDATE SET
            name = EXCLUDED.name,
            scope = EXCLUDED.scope,
            owner = EXCLUDED.owner,
            reason = EXCLUDED.reason,
            state = COALESCE($6, known.state),
            fingerprint = EXCLUDED.fingerprint,
            definition = EXCLUDED.definition,
            begun = CASE WHEN known.state = 'pending' THEN EXCLUDED.begun ELSE known.begun END,
            started_at = CASE WHEN known.state = 'pending' THEN EXCLUDED.started_at ELSE known.started_at END,
            app_version = CASE WHEN known.state = 'pending' THEN EXCLUDED.app_version ELSE known.app_version END,
            is_birth = EXCLUDED.is_birth,
            migrated_at = CASE WHEN $11 THEN COALESCE(known.migrated_at, EXCLUDED.migrated_at) WHEN $6 IS NULL THEN known.migrated_at END,
            changed_at = CASE WHEN COALESCE($6, known.state) = known.state THEN known.changed_at ELSE clock_timestamp() END
        """);

    /// <summary>Notes what has become of operations that are being worked on. One that was begun keeps its attempt.</summary>
    public string WriteSteps => field ??= Text(
        $"""
        INSERT INTO {tables.Steps} AS known (migration, phase, number, fingerprint, description, state, attempt, rows, started_at, finished_at, error)
        SELECT $1, step.*, $6, 1, $7, clock_timestamp() - $8, CASE WHEN $6 = 'done' THEN clock_timestamp() END, $9
        FROM unnest($2, $3, $4, $5) AS step (phase, number, fingerprint, description)
        ON CONFLICT (migration, phase, number) DO UPDATE SET
            fingerprint = EXCLUDED.fingerprint,
            description = EXCLUDED.description,
            state = EXCLUDED.state,
            cursor = CASE WHEN EXCLUDED.state <> 'done' THEN known.cursor END,
            attempt = known.attempt + CASE WHEN known.state = 'running' AND EXCLUDED.state <> 'running' THEN 0 ELSE 1 END,
            rows = EXCLUDED.rows,
            started_at = EXCLUDED.started_at,
            finished_at = EXCLUDED.finished_at,
            error = EXCLUDED.error
        """);

    /// <summary>Forgets what was still to do, but is no longer part of the code.</summary>
    public string ForgetSteps => field ??= Text(
        $"""
        DELETE FROM {tables.Steps}
        WHERE migration = $1 AND state <> 'done' AND (phase, number) NOT IN (SELECT * FROM unnest($2, $3))
        """);

    /// <summary>
    /// Notes what is left to do. What has failed stays marked as such until it is tried again.
    /// Where something was begun in place, how far a backfill of it came says nothing about the rows that are written from then on.
    /// </summary>
    public string LeaveSteps => field ??= Text(
        $"""
        INSERT INTO {tables.Steps} AS known (migration, phase, number, fingerprint, description, state, attempt)
        SELECT $1, step.*, (step.state = 'running')::integer
        FROM unnest($2, $3, $4, $5, $6) AS step (phase, number, fingerprint, description, state)
        ON CONFLICT (migration, phase, number) DO UPDATE SET
            fingerprint = EXCLUDED.fingerprint,
            description = EXCLUDED.description,
            state = CASE WHEN EXCLUDED.state = 'pending' THEN known.state ELSE EXCLUDED.state END,
            cursor = CASE WHEN EXCLUDED.state = 'pending' OR known.phase <> 'expand' THEN known.cursor END,
            attempt = known.attempt + CASE WHEN known.state = 'running' THEN 0 ELSE EXCLUDED.attempt END
        WHERE known.state <> 'done'
        """);

    /// <summary>Notes the state of a migration that is taken back.</summary>
    public string WriteRollback => field ??= Text(
        $"""
        UPDATE {tables.Migrations}
        SET state = $2, changed_at = CASE WHEN state = $2 THEN changed_at ELSE clock_timestamp() END
        WHERE id = $1
        """);

    /// <summary>Forgets what was taken back.</summary>
    public string RevertSteps => field ??= Text(
        $"""
        DELETE FROM {tables.Steps}
        WHERE migration = $1 AND (phase, number) IN (SELECT * FROM unnest($2, $3))
        """);

    /// <summary>Forgets a migration that is taken back as a whole.</summary>
    public string ForgetMigration => field ??= Text(
        $"""
        WITH steps AS (DELETE FROM {tables.Steps} WHERE migration = $1)
        DELETE FROM {tables.Migrations} WHERE id = $1
        """);

    public string WriteEvent => field ??= Text(
        $"""
        INSERT INTO {tables.Events} (kind, migration, name, phase, description, duration, actor, host, process, app_version, sql, code, message, stack, blockers)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """);

    public string Repair => field ??= Text(
        $"""
        WITH repaired AS (
            UPDATE {tables.Steps}
            SET state = 'done', finished_at = clock_timestamp(), error = NULL
            WHERE migration = $1 AND state IN ('running', 'failed')
            RETURNING migration
        )
        INSERT INTO {tables.Events} (kind, migration, name, description, actor, host, process, app_version)
        SELECT DISTINCT 'repaired', migration, $2, $3, $4, $5, $6::integer, $7 FROM repaired
        """);

    public string Hold => field ??= Text(
        $"""
        INSERT INTO {tables.Events} (kind, migration, name, description, actor, host, process, app_version)
        SELECT 'held', $1, $2, $3, $4, $5, $6, $7
        WHERE ('held'::text, $3) IS DISTINCT FROM (SELECT (kind, description) FROM {tables.Events} WHERE migration = $1 ORDER BY number DESC LIMIT 1)
        """);

    public string Suppress => field ??= Text(
        $"""
        INSERT INTO {tables.Events} (kind, migration, name, description, actor, host, process, app_version)
        SELECT 'suppressed', $1, $2, $3, $4, $5, $6, $7
        WHERE NOT EXISTS (SELECT FROM {tables.Events} WHERE kind = 'suppressed' AND migration = $1 AND description = $3)
        """);

    public string WriteStamp => field ??= Text(
        $"""
        INSERT INTO {tables.Meta} (key, value, actor, app_version)
        VALUES ('stamp', $1, $2, $3)
        ON CONFLICT (key, value) DO UPDATE SET actor = EXCLUDED.actor, app_version = EXCLUDED.app_version, at = clock_timestamp()
        """);

    // A contraction that is under way takes the known stamp away, so it is passed over rather than waited for.
    public string WriteStampLike => field ??= Text(
        $"""
        INSERT INTO {tables.Meta} (key, value, actor, app_version)
        SELECT 'stamp', $2, $3, $4
        FROM (SELECT FROM {tables.Meta} WHERE key = 'stamp' AND value = $1 FOR SHARE SKIP LOCKED) AS known
        ON CONFLICT (key, value) DO NOTHING
        """);

    public string ForgetOldStamps => field ??= Text(
        $"DELETE FROM {tables.Meta} WHERE key = 'stamp' AND at < (SELECT at FROM {tables.Meta} WHERE key = 'stamp' ORDER BY at DESC OFFSET 15 LIMIT 1)");

    public string EndBirth => field ??= Text($"UPDATE {tables.Migrations} SET is_birth = FALSE WHERE is_birth");

    public string ForgetStamps => field ??= Text($"DELETE FROM {tables.Meta} WHERE key = 'stamp'");

    // What the first release has migrated changed last when it was migrated.
    private static Sql WhenChanged => $"CASE state WHEN 'migrated' THEN changed_at END";

    private static string ReadMigrationsOf(JournalTables tables, Sql migratedAt) => Text(
        $"""
        SELECT id, name, scope, owner, reason, begun, state, fingerprint, definition, app_version, is_birth, started_at, {migratedAt} AS migrated_at, changed_at
        FROM {tables.Migrations}
        ORDER BY begun
        """);

    private static string ReadEventsOf(JournalTables tables, Sql blockers) => Text(
        $"""
        SELECT
            row_number() OVER (ORDER BY number) AS number,
            at, kind, migration, events.name, phase, description, duration, scope, owner, reason,
            actor, host, process, events.app_version, sql, code, message, {blockers} AS blockers
        FROM {tables.Events} AS events
        LEFT JOIN {tables.Migrations} AS migrations ON migrations.id = events.migration
        ORDER BY number
        """);

    // What befell a step last.
    private Sql Last =>
        $"""
        SELECT * FROM {tables.Events}
        WHERE kind IN ('applied', 'failed', 'stopped', 'reverted', 'retried', 'blocked', 'unblocked')
        ORDER BY number DESC
        LIMIT 1
        """;

    private static string Text(Sql sql) => sql.For(Engines.PostgreSql);
}
