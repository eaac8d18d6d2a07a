namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>How the tables of the journal are made.</summary>
internal static class LayoutSql
{
    public const string Create =
        """
        CREATE TABLE IF NOT EXISTS schema_evolve_migrations (
            id INTEGER NOT NULL PRIMARY KEY,
            begun INTEGER NOT NULL UNIQUE,
            name TEXT NOT NULL,
            scope TEXT,
            owner TEXT,
            reason TEXT,
            fingerprint TEXT NOT NULL,
            definition TEXT NOT NULL,
            state TEXT NOT NULL,
            is_birth INTEGER NOT NULL,
            started_at TEXT NOT NULL,
            migrated_at TEXT,
            changed_at TEXT NOT NULL,
            app_version TEXT
        );

        CREATE TABLE IF NOT EXISTS schema_evolve_steps (
            migration INTEGER NOT NULL REFERENCES schema_evolve_migrations (id),
            phase TEXT NOT NULL,
            number INTEGER NOT NULL,
            fingerprint TEXT NOT NULL,
            description TEXT NOT NULL,
            state TEXT NOT NULL,
            attempt INTEGER NOT NULL,
            cursor TEXT,
            rows INTEGER,
            started_at TEXT,
            finished_at TEXT,
            error TEXT,
            PRIMARY KEY (migration, phase, number)
        ) WITHOUT ROWID;

        CREATE TABLE IF NOT EXISTS schema_evolve_events (
            number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            kind TEXT NOT NULL,
            migration INTEGER,
            name TEXT,
            phase TEXT,
            description TEXT NOT NULL,
            sql TEXT,
            code TEXT,
            message TEXT,
            stack TEXT,
            blockers TEXT,
            duration_ms REAL,
            actor TEXT NOT NULL,
            host TEXT NOT NULL,
            process INTEGER NOT NULL,
            app_version TEXT NOT NULL
        );

        CREATE TABLE IF NOT EXISTS schema_evolve_meta (
            key TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        ) WITHOUT ROWID;

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

    public const string WriteVersion =
        """

        INSERT INTO schema_evolve_meta (key, value)
        VALUES ('format', @format), ('layout', @layout), ('release', @release)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value;
        """;

    // Builds before 0.1.0 did not number what they added.
    public const string HasMigratedAt = "SELECT count(*) FROM pragma_table_info('schema_evolve_migrations') WHERE name = 'migrated_at'";

    // A release that knows nothing of it goes on writing the table, so it must not have to fill the column.
    public const string AddMigratedAt = "ALTER TABLE schema_evolve_migrations ADD COLUMN migrated_at TEXT";
}
