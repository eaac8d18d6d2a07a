namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>All SQL about how far backfills have come.</summary>
internal static class BackfillSql
{
    public const string ReadCursor = "SELECT cursor FROM schema_evolve_steps WHERE migration = @migration AND phase = @phase AND number = @number";

    // One of several backfills that an operation needs finds no entry yet.
    public const string WriteCursor =
        $"""
        INSERT INTO schema_evolve_steps (migration, phase, number, fingerprint, description, state, attempt, cursor, rows, started_at)
        VALUES (@migration, @phase, @number, @fingerprint, @description, 'running', 1, @cursor, @rows, {Instants.Now})
        ON CONFLICT (migration, phase, number) DO UPDATE SET cursor = excluded.cursor, rows = excluded.rows
        """;

    // Few databases ever need the table, so it is made when they do.
    public const string WriteQuarantine =
        $"""
        CREATE TABLE IF NOT EXISTS schema_evolve_quarantine (
            migration INTEGER NOT NULL,
            number INTEGER NOT NULL,
            relation TEXT NOT NULL,
            key TEXT NOT NULL,
            error TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (migration, number, relation, key)
        ) WITHOUT ROWID;

        INSERT INTO schema_evolve_quarantine (migration, number, relation, key, error, at)
        VALUES (@migration, @number, @table, @key, @error, {Instants.Now})
        ON CONFLICT (migration, number, relation, key) DO UPDATE SET error = excluded.error, at = excluded.at;
        """;

    public const string HasQuarantine = "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_evolve_quarantine'";

    public const string ReadQuarantine =
        """
        SELECT migration AS Migration, number AS Number, relation AS "Table", key AS Key, error AS Error
        FROM schema_evolve_quarantine
        ORDER BY at, key
        """;

    public const string ForgetQuarantine = "DELETE FROM schema_evolve_quarantine WHERE migration = @migration AND number = @number AND relation = @table";
}
