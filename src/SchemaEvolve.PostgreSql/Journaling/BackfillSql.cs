namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>All that is said about how far backfills have come, worded once for the schema of the journal.</summary>
internal sealed class BackfillSql(JournalTables tables)
{
    public string ReadCursor => field ??= Text($"SELECT cursor FROM {tables.Steps} WHERE migration = $1 AND phase = $2 AND number = $3");

    /// <summary>Notes how far a backfill has come. One of several that an operation needs finds no entry yet.</summary>
    public string WriteCursor => field ??= Text(
        $"""
        INSERT INTO {tables.Steps} (migration, phase, number, fingerprint, description, state, attempt, cursor, rows, started_at)
        VALUES ($1, $2, $3, $4, $5, 'running', 1, $6, $7, clock_timestamp() - $8)
        ON CONFLICT (migration, phase, number) DO UPDATE SET cursor = EXCLUDED.cursor, rows = EXCLUDED.rows
        """);

    public string HasQuarantine => field ??= Text($"SELECT to_regclass({Sql.Literal(tables.Quarantine.Quoted)}) IS NOT NULL");

    /// <summary>Few databases ever need the table, so it is made when they do.</summary>
    public string CreateQuarantine => field ??= Text(
        $"""
        CREATE TABLE IF NOT EXISTS {tables.Quarantine} (
            migration bigint NOT NULL,
            number integer NOT NULL,
            relation text NOT NULL,
            key text NOT NULL,
            error text NOT NULL,
            at timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (migration, number, relation, key)
        )
        """);

    public string WriteQuarantine => field ??= Text(
        $"""
        INSERT INTO {tables.Quarantine} (migration, number, relation, key, error)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (migration, number, relation, key) DO UPDATE SET error = EXCLUDED.error, at = EXCLUDED.at
        """);

    public string ReadQuarantine => field ??= Text($"SELECT migration, number, relation, key, error FROM {tables.Quarantine} ORDER BY at, key");

    public string ForgetQuarantine => field ??= Text($"DELETE FROM {tables.Quarantine} WHERE migration = $1 AND number = $2 AND relation = $3");

    private static string Text(Sql sql) => sql.For(Engines.PostgreSql);
}
