namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>All SQL about those who run on the database and those who approve. Instants are text in UTC, by the clock of the process that runs SQLite.</summary>
internal static class GatingSql
{
    public const string Now = "SELECT " + JournalSql.Now;

    public const string Create =
        """

        CREATE TABLE IF NOT EXISTS schema_evolve_instances (
            id TEXT NOT NULL PRIMARY KEY,
            app_version TEXT NOT NULL,
            newest INTEGER,
            known TEXT NOT NULL,
            host TEXT NOT NULL,
            process INTEGER NOT NULL,
            patience_s REAL NOT NULL,
            started_at TEXT NOT NULL,
            steady_since TEXT NOT NULL,
            seen_at TEXT NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE IF NOT EXISTS schema_evolve_approvals (
            migration INTEGER NOT NULL,
            approver TEXT NOT NULL,
            note TEXT,
            at TEXT NOT NULL,
            PRIMARY KEY (migration, approver)
        ) WITHOUT ROWID;
        """;

    public const string Instances =
        $"""
        SELECT
            id AS Id, app_version AS AppVersion, host AS Host, process AS Process, known AS Known,
            {Silence} AS Silence, {Steadiness} AS Steadiness, patience_s AS Patience
        FROM schema_evolve_instances
        ORDER BY started_at, id
        """;

    public const string Approvals =
        "SELECT migration AS Migration, approver AS Approver, note AS Note, at AS At FROM schema_evolve_approvals ORDER BY at, approver";

    // Joins, or says that one is still there. After a silence that was too long, one has not been heard without a break.
    // Whoever has not been heard of for a day is forgotten, unless nobody was: a clock that jumps makes everybody look so.
    public const string Beat =
        $"""
        INSERT INTO schema_evolve_instances (id, app_version, newest, known, host, process, patience_s, started_at, steady_since, seen_at)
        VALUES (@id, @appVersion, (SELECT max(value) FROM json_each(@known)), @known, @host, @process, @patience, {JournalSql.Now}, {JournalSql.Now}, {JournalSql.Now})
        ON CONFLICT (id) DO UPDATE SET
            steady_since = iif({Silence} > patience_s, excluded.steady_since, steady_since),
            seen_at = excluded.seen_at;

        DELETE FROM schema_evolve_instances
        WHERE {Silence} > 86400 AND EXISTS (SELECT 1 FROM schema_evolve_instances WHERE id = @id AND {Steadiness} > patience_s);
        """;

    public const string Leave = "DELETE FROM schema_evolve_instances WHERE id = @id";

    public const string Approve =
        $"""
        INSERT INTO schema_evolve_approvals (migration, approver, note, at)
        VALUES (@migration, @by, @note, {JournalSql.Now})
        ON CONFLICT (migration, approver) DO NOTHING;
        {Event}
        """;

    public const string Revoke =
        $"""
        DELETE FROM schema_evolve_approvals
        WHERE migration = @migration AND approver = @by;
        {Event}
        """;

    public const string Repair =
        $"""
        UPDATE schema_evolve_steps
        SET state = 'done', finished_at = {JournalSql.Now}, error = NULL
        WHERE migration = @migration AND state IN ('running', 'failed');
        {Event}
        """;

    public const string Hold =
        $"""
        INSERT INTO schema_evolve_events (at, kind, migration, name, description, actor, host, process, app_version)
        SELECT {JournalSql.Now}, 'held', @migration, @name, @description, @user, @host, @process, @appVersion
        WHERE ('held', @description) IS NOT (SELECT kind, description FROM schema_evolve_events WHERE migration = @migration ORDER BY number DESC LIMIT 1)
        """;

    public const string Suppress =
        $"""
        INSERT INTO schema_evolve_events (at, kind, migration, name, description, actor, host, process, app_version)
        SELECT {JournalSql.Now}, 'suppressed', @migration, @name, @description, @user, @host, @process, @appVersion
        WHERE NOT EXISTS (SELECT 1 FROM schema_evolve_events WHERE kind = 'suppressed' AND migration = @migration AND description = @description)
        """;

    private const string Silence = "(julianday('now') - julianday(seen_at)) * 86400";

    private const string Steadiness = "(julianday(seen_at) - julianday(steady_since)) * 86400";

    // Only where the statement before it has changed something.
    private const string Event =
        $"""
        INSERT INTO schema_evolve_events (at, kind, migration, name, description, actor, host, process, app_version)
        SELECT {JournalSql.Now}, @kind, @migration, @name, @description, @user, @host, @process, @appVersion
        WHERE changes() > 0
        """;
}
