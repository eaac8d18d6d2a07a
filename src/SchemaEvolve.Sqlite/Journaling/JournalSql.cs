namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>All SQL about what has happened to the database.</summary>
/// <remarks>What is written about a step is one parameter, a JSON object, however many operations the step completes and leaves.</remarks>
internal static class JournalSql
{
    public const string HasStamp = "SELECT 1 FROM schema_evolve_meta WHERE key = @key";

    public const string NoteUpgrade =
        $"""
        INSERT INTO schema_evolve_events (at, kind, description, actor, host, process, app_version)
        VALUES ({Instants.Now}, 'upgraded', @description, @user, @host, @process, @appVersion)
        """;

    public const string Migrations = $"{MigrationsUpTo} coalesce(migrated_at, {WhenChanged}) {MigrationsFrom}";

    // The same, in a table of the first layout.
    public const string FirstMigrations = $"{MigrationsUpTo} {WhenChanged} {MigrationsFrom}";

    private const string MigrationsUpTo =
        """
        SELECT
            id AS Id, begun AS Begun, name AS Name, scope AS Scope, owner AS Owner, reason AS Reason, fingerprint AS Fingerprint,
            definition AS Definition, state AS State, is_birth AS IsBirth, started_at AS StartedAt, changed_at AS ChangedAt, app_version AS AppVersion,
        """;

    // What the first release has migrated changed last when it was migrated.
    private const string WhenChanged = "CASE state WHEN 'migrated' THEN changed_at END";

    private const string MigrationsFrom =
        """
        AS MigratedAt
        FROM schema_evolve_migrations
        ORDER BY begun
        """;

    public const string Steps =
        """
        SELECT
            migration AS Migration, phase AS Phase, number AS Number, fingerprint AS Fingerprint, description AS Description, state AS State
        FROM schema_evolve_steps
        """;

    public const string Events =
        """
        SELECT
            number AS Number, at AS At, kind AS Kind, migration AS Migration, events.name AS Name, phase AS Phase, description AS Description,
            duration_ms AS Milliseconds, scope AS Scope, owner AS Owner, reason AS Reason,
            actor AS User, host AS Host, process AS Process, events.app_version AS AppVersion, sql AS Sql, code AS Code,
            message AS Message, blockers AS Blockers
        FROM schema_evolve_events AS events
        LEFT JOIN schema_evolve_migrations AS migrations ON migrations.id = events.migration
        ORDER BY number
        """;

    // What needs one transaction is not noted before its end.
    public const string InProgress =
        """
        SELECT
            steps.migration AS Migration, migrations.name AS Name, steps.phase AS Phase, steps.description AS Description,
            steps.started_at AS Since, coalesce(steps.rows, 0) AS Rows, steps.cursor AS Cursor
        FROM schema_evolve_steps AS steps
        JOIN schema_evolve_migrations AS migrations ON migrations.id = steps.migration
        WHERE steps.state = 'running' AND steps.started_at IS NOT NULL
        ORDER BY steps.started_at DESC
        LIMIT 1
        """;

    // A few releases run side by side during a roll-out, and each finds its own stamp. A release whose stamp
    // is no longer kept takes the lock, finds nothing to do, and leaves a new one.
    public const string Stamp =
        $"""
        INSERT INTO schema_evolve_meta (key, value)
        VALUES (@key, {Instants.Now} || ' ' || @actor)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value;
        """ + ForgetOldStamps +
        """
        UPDATE schema_evolve_migrations
        SET is_birth = false
        WHERE is_birth;
        """;

    public const string StampLike =
        $"""
        INSERT INTO schema_evolve_meta (key, value)
        SELECT @key, {Instants.Now} || ' ' || @actor
        FROM schema_evolve_meta
        WHERE key = @known
        ON CONFLICT (key) DO UPDATE SET value = excluded.value;
        """ + ForgetOldStamps;

    private const string ForgetOldStamps =
        """

        DELETE FROM schema_evolve_meta
        WHERE key IN (SELECT key FROM schema_evolve_meta WHERE key LIKE 'stamp %' ORDER BY value DESC LIMIT -1 OFFSET 16);

        """;

    public const string Unstamp = "DELETE FROM schema_evolve_meta WHERE key LIKE 'stamp %'";

    public const string Start = Migration + Operations;

    public const string Finish = Migration + Operations + Forget + Event;

    public const string Fail = Migration + Operations + Event;

    public const string Revert = Reverting + Event + Unstamp;

    public const string StartReverting = Reverting + Unstamp;

    public const string Note = Event;

    public const string Repair =
        $"""
        UPDATE schema_evolve_steps
        SET state = 'done', finished_at = {Instants.Now}, error = NULL
        WHERE migration = @migration AND state IN ('running', 'failed');
        INSERT INTO schema_evolve_events (at, kind, migration, name, description, actor, host, process, app_version)
        SELECT {Instants.Now}, 'repaired', @migration, @name, @description, @user, @host, @process, @appVersion
        WHERE changes() > 0
        """;

    public const string Hold =
        $"""
        INSERT INTO schema_evolve_events (at, kind, migration, name, description, actor, host, process, app_version)
        SELECT {Instants.Now}, 'held', @migration, @name, @description, @user, @host, @process, @appVersion
        WHERE ('held', @description) IS NOT (SELECT kind, description FROM schema_evolve_events WHERE migration = @migration ORDER BY number DESC LIMIT 1)
        """;

    public const string Suppress =
        $"""
        INSERT INTO schema_evolve_events (at, kind, migration, name, description, actor, host, process, app_version)
        SELECT {Instants.Now}, 'suppressed', @migration, @name, @description, @user, @host, @process, @appVersion
        WHERE NOT EXISTS (SELECT 1 FROM schema_evolve_events WHERE kind = 'suppressed' AND migration = @migration AND description = @description)
        """;

    private const string Begin = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', @entry ->> 'ago')";

    // Until it has expanded, a migration that failed may be mended, so its text is that of the latest try;
    // and until it has done anything, its place in history is that of the latest try too.
    private const string Migration =
        $"""
        INSERT INTO schema_evolve_migrations
            (id, begun, name, scope, owner, reason, fingerprint, definition, state, is_birth, started_at, migrated_at, changed_at, app_version)
        VALUES (
            @entry ->> 'id',
            (SELECT coalesce(max(begun), 0) + 1 FROM schema_evolve_migrations),
            @entry ->> 'name',
            @entry ->> 'scope',
            @entry ->> 'owner',
            @entry ->> 'reason',
            @entry ->> 'fingerprint',
            @entry ->> 'definition',
            coalesce(@entry ->> 'state', 'pending'),
            @entry ->> 'isBirth',
            {Begin},
            iif(@entry ->> 'isMigrated', {Instants.Now}, NULL),
            {Instants.Now},
            @entry ->> 'appVersion')
        ON CONFLICT (id) DO UPDATE SET
            name = excluded.name,
            scope = excluded.scope,
            owner = excluded.owner,
            reason = excluded.reason,
            fingerprint = excluded.fingerprint,
            definition = excluded.definition,
            begun = iif(state = 'pending', excluded.begun, begun),
            started_at = iif(state = 'pending', excluded.started_at, started_at),
            app_version = iif(state = 'pending', excluded.app_version, app_version),
            migrated_at = iif(@entry ->> 'isMigrated', coalesce(migrated_at, excluded.migrated_at), iif(@entry ->> 'state' IS NULL, migrated_at, NULL)),
            state = coalesce(@entry ->> 'state', state),
            changed_at = iif(@entry ->> 'state' <> state, excluded.changed_at, changed_at);

        """;

    // A try counts once, when it starts, or when it ends if nobody noted its start. What a step that ended has begun is running too;
    // where that was in place, how far a backfill of it came says nothing about the rows that are written from then on.
    private const string Operations =
        $"""
        INSERT INTO schema_evolve_steps
            (migration, phase, number, fingerprint, description, state, attempt, rows, started_at, finished_at, error)
        SELECT
            @entry ->> 'id',
            value ->> 'phase',
            value ->> 'number',
            value ->> 'fingerprint',
            value ->> 'description',
            value ->> 'state',
            value ->> 'state' <> 'pending',
            iif(value ->> 'state' = 'done', @entry ->> 'rows', NULL),
            iif(value ->> 'state' <> 'pending', {Begin}, NULL),
            iif(value ->> 'state' IN ('done', 'failed'), {Instants.Now}, NULL),
            iif(value ->> 'state' = 'failed', @entry ->> 'error', NULL)
        FROM json_each(@entry, '$.operations')
        WHERE true
        ON CONFLICT (migration, phase, number) DO UPDATE SET
            fingerprint = excluded.fingerprint,
            description = excluded.description,
            state = iif(excluded.state = 'pending', state, excluded.state),
            cursor = iif(excluded.state = 'done' OR (excluded.state = 'running' AND phase = 'expand' AND @entry ->> 'kind' IS NOT NULL), NULL, cursor),
            attempt = attempt + iif((excluded.state = 'running' AND @entry ->> 'kind' IS NULL) OR state <> 'running', excluded.attempt, 0),
            rows = excluded.rows,
            started_at = iif(state = 'running' AND excluded.state <> 'running', started_at, coalesce(excluded.started_at, started_at)),
            finished_at = iif(excluded.state = 'pending', finished_at, excluded.finished_at),
            error = iif(excluded.state = 'pending', error, excluded.error)
        WHERE state <> 'done';

        """;

    private const string Forget =
        """
        DELETE FROM schema_evolve_steps
        WHERE migration = @entry ->> 'id'
            AND state <> 'done'
            AND (phase, number) NOT IN (SELECT value ->> 'phase', value ->> 'number' FROM json_each(@entry, '$.operations'));

        """;

    // What is forgotten last takes the migration with it: it is then as if it had never been.
    private const string Reverting =
        $"""
        DELETE FROM schema_evolve_steps
        WHERE migration = @entry ->> 'id'
            AND (@entry ->> 'state' IS NULL OR (phase, number) IN (SELECT value ->> 'phase', value ->> 'number' FROM json_each(@entry, '$.operations')));

        DELETE FROM schema_evolve_migrations
        WHERE id = @entry ->> 'id' AND @entry ->> 'state' IS NULL;

        UPDATE schema_evolve_migrations
        SET state = @entry ->> 'state', changed_at = iif(state = @entry ->> 'state', changed_at, {Instants.Now})
        WHERE id = @entry ->> 'id';

        """;

    private const string Event =
        $"""
        INSERT INTO schema_evolve_events
            (at, kind, migration, name, phase, description, sql, code, message, stack, blockers, duration_ms, actor, host, process, app_version)
        VALUES (
            {Instants.Now},
            @entry ->> 'kind',
            @entry ->> 'id',
            @entry ->> 'name',
            @entry ->> 'phase',
            @entry ->> 'description',
            @entry ->> 'sql',
            @entry ->> 'code',
            @entry ->> 'error',
            @entry ->> 'stack',
            @entry ->> 'blockers',
            @entry ->> 'duration',
            @entry ->> 'user',
            @entry ->> 'host',
            @entry ->> 'process',
            @entry ->> 'appVersion');

        """;

    public static string KeyOf(string stamp) => $"stamp {stamp}";
}
