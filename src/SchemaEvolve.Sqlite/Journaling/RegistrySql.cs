namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>All SQL about those who run on the database and those who approve.</summary>
internal static class RegistrySql
{
    public const string Now = $"SELECT {Instants.Now}";

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
        VALUES (@id, @appVersion, (SELECT max(value) FROM json_each(@known)), @known, @host, @process, @patience, {Instants.Now}, {Instants.Now}, {Instants.Now})
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
        VALUES (@migration, @by, @note, {Instants.Now})
        ON CONFLICT (migration, approver) DO NOTHING;
        {Event}
        """;

    public const string Revoke =
        $"""
        DELETE FROM schema_evolve_approvals
        WHERE migration = @migration AND approver = @by;
        {Event}
        """;

    public const string ReadEnvironment = "SELECT value FROM schema_evolve_meta WHERE key = 'environment'";

    public const string Mark = "INSERT INTO schema_evolve_meta (key, value) VALUES ('environment', @environment) ON CONFLICT (key) DO NOTHING";

    private const string Silence = "(julianday('now') - julianday(seen_at)) * 86400";

    private const string Steadiness = "(julianday(seen_at) - julianday(steady_since)) * 86400";

    // Only where the statement before it has changed something.
    private const string Event =
        $"""
        INSERT INTO schema_evolve_events (at, kind, migration, name, description, actor, host, process, app_version)
        SELECT {Instants.Now}, @kind, @migration, @name, @description, @user, @host, @process, @appVersion
        WHERE changes() > 0
        """;
}
